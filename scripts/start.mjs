// Plain JavaScript without dependencies: on a fresh machine nothing is installed yet.
import { spawn } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureInstalled } from './start/ensure-installed.mjs'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
process.chdir(root)
ensureInstalled(root)

const child = spawn(
  process.execPath,
  ['--import', 'tsx', 'scripts/start/supervise.ts', ...process.argv.slice(2)],
  {
    stdio: 'inherit',
    // A group of its own: Ctrl-C reaches the supervisor through us, which then stops its children in order.
    detached: true,
  },
)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal))
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))

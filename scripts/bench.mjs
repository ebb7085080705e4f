import { spawn } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureInstalled } from './start/ensure-installed.mjs'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
ensureInstalled(root)
const tsx = path.join(root, 'node_modules', 'tsx', 'dist', 'esm', 'index.mjs')
// The client clears up after 60,000 replies a time instead of after 1,500: its pauses of 5 ms, twenty a second, held all
// its connections and were what p99 measured.
const flags = ['--max-semi-space-size=256', '--import', tsx]
const child = spawn(
  process.execPath,
  [...flags, path.join(root, 'scripts', 'bench', 'bench.ts'), ...process.argv.slice(2)],
  {
    stdio: 'inherit',
    cwd: root,
    env: { ...process.env, TSX_TSCONFIG_PATH: path.join(root, 'tsconfig.json') },
  },
)
// A terminal's Ctrl-C reaches the child as well; it stops its servers before it ends.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => child.kill('SIGTERM'))
child.on('exit', (code) => process.exit(code ?? 1))

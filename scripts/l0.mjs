import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureInstalled } from './start/ensure-installed.mjs'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
ensureInstalled(root)
const tsx = path.join(root, 'node_modules', 'tsx', 'dist', 'esm', 'index.mjs')
const result = spawnSync(
  process.execPath,
  ['--import', tsx, path.join(root, 'scripts', 'l0.ts'), ...process.argv.slice(2)],
  {
    stdio: 'inherit',
    // Paths on the command line are relative to where the caller stands.
    cwd: process.env.INIT_CWD ?? process.cwd(),
    env: { ...process.env, TSX_TSCONFIG_PATH: path.join(root, 'tsconfig.json') },
  },
)
process.exit(result.status ?? 1)

import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const wanted = [
  { package: 'redis-server', present: () => runs('redis-server') || runs('valkey-server') },
  { package: 'chromium', present: () => existsSync(process.env.CHROMIUM_PATH ?? '/usr/bin/chromium') },
]

/** Tests need a real Redis and a real browser; as root on Debian they are installed, else named. */
export function ensureSystemPackages() {
  const missing = wanted.filter(({ present }) => !present()).map((entry) => entry.package)
  if (missing.length === 0) return
  const command = ['apt-get', 'install', '-y', '--no-install-recommends', ...missing]
  if (process.getuid?.() === 0 && runs('apt-get')) {
    console.log(`• Installing ${missing.join(' and ')} (${command.join(' ')}) …`)
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore', env })
    const result = spawnSync(command[0], command.slice(1), { stdio: ['ignore', 'pipe', 'inherit'], env })
    if (result.status === 0) return
  }
  console.error(`✗ The tests need ${missing.join(' and ')}.\n  Install with: sudo ${command.join(' ')}`)
  process.exit(1)
}

function runs(program) {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0
}

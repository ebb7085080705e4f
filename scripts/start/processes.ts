import { spawn, type ChildProcess } from 'node:child_process'
import { createServer } from 'node:net'

export type Managed = { name: string; pid: number; stop(): Promise<void> }

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/** Asks politely, then insists. Resolves when the process is gone. */
export async function stopPid(pid: number, signal: NodeJS.Signals, patienceMs = 15_000): Promise<void> {
  if (!isAlive(pid)) return
  process.kill(pid, signal)
  const until = Date.now() + patienceMs
  while (isAlive(pid) && Date.now() < until) await sleep(50)
  if (isAlive(pid)) process.kill(pid, 'SIGKILL')
}

export async function waitFor(
  check: () => Promise<boolean>,
  timeoutMs: number,
  everyMs = 50,
): Promise<boolean> {
  const until = Date.now() + timeoutMs
  for (;;) {
    if (await check().catch(() => false)) return true
    if (Date.now() > until) return false
    await sleep(everyMs)
  }
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** Runs to the end; rejects with what it printed when it fails. */
export function runToEnd(
  command: string,
  args: string[],
  env: NodeJS.ProcessEnv,
  onLine?: (line: string) => void,
  identity: { uid?: number; gid?: number } = {},
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child: ChildProcess = spawn(command, args, { ...identity, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        output = (output + chunk.toString()).slice(-20_000)
        if (onLine) for (const line of chunk.toString().split('\n')) if (line.trim()) onLine(line.trim())
      })
    }
    child.on('error', reject)
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(output || `${command} ended with ${code}`)),
    )
  })
}

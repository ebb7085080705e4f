import { fork, type ChildProcess } from 'node:child_process'
import { rmSync } from 'node:fs'
import path from 'node:path'
import { bundle, serverFlags } from '../start/bundle'
import { stopPid } from '../start/processes'

export type Child = {
  pid: number
  url: string
  process: ChildProcess
  /** Resident memory in bytes. */
  memory(): Promise<NodeJS.MemoryUsage>
  /** CPU used so far, ms. */
  cpuMs(): Promise<number>
  stop(signal?: NodeJS.Signals): Promise<void>
}

const scripts = { serve: 'serve.ts', bare: 'bare.ts', 'instant-model': 'instant-model.ts' }
let bundled: Promise<string> | undefined

/** As production runs: one module, no compiler in the process. The folder goes with this process. */
function bundles(): Promise<string> {
  return (bundled ??= (async () => {
    const folder = path.resolve(`.next/bench-${process.pid}`)
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
    const entries = Object.entries(scripts).map(([name, file]) => [name, `scripts/bench/${file}`])
    await bundle(process.cwd(), folder, Object.fromEntries(entries))
    return folder
  })())
}

/** Starts a script of this folder as a process of its own; resolves when it serves. */
export async function startChild(
  script: keyof typeof scripts,
  env: Record<string, string>,
  execArgv: string[] = [],
): Promise<Child> {
  const child = fork(path.join(await bundles(), `${script}.mjs`), [], {
    env: { PATH: process.env.PATH, ...env } as unknown as NodeJS.ProcessEnv,
    execArgv: [...serverFlags, ...execArgv],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const { port } = await heard<{ port: number }>(child, 'port', 60_000)
  const ask = <T>(what: string, timeoutMs = 5_000): Promise<T> => {
    const answer = heard<T>(child, what, timeoutMs)
    child.send(what)
    return answer
  }
  return {
    pid: child.pid!,
    url: `http://127.0.0.1:${port}`,
    process: child,
    memory: async () => (await ask<{ memory: NodeJS.MemoryUsage }>('memory')).memory,
    cpuMs: async () => {
      const { cpu } = await ask<{ cpu: NodeJS.CpuUsage }>('cpu')
      return (cpu.user + cpu.system) / 1_000
    },
    stop: (signal = 'SIGTERM') => stopPid(child.pid!, signal, 20_000),
  }
}

function heard<T>(child: ChildProcess, name: string, timeoutMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const done = (end: () => void) => {
      clearTimeout(timer)
      child.off('message', onMessage).off('exit', onExit)
      end()
    }
    const onMessage = (message: object) => {
      if (name in message) done(() => resolve(message as T))
    }
    const onExit = (code: number | null) =>
      done(() => reject(new Error(`It ended with status ${code} before it said its ${name}.`)))
    const timer = setTimeout(
      () => done(() => reject(new Error(`It did not say its ${name} in time.`))),
      timeoutMs,
    )
    child.on('message', onMessage).on('exit', onExit)
  })
}

import { container } from '../container'

let running = 0
// Most of it waits: misses are learnt from in spare time.
const maxRunning = 1_024

/** Starts work whose reply has left. Beyond the bound it is dropped and counted: replies come first. */
export function runAfter(work: () => Promise<void>): void {
  const app = container()
  if (running >= maxRunning) {
    app.metrics.droppedAfterWork.inc()
    return
  }
  running++
  setImmediate(() => {
    work()
      .catch((error) => app.log.error({ err: error }, 'work after a reply failed'))
      .finally(() => running--)
  })
}

/** Resolves when nothing runs any more, or after `timeoutMs`. */
export async function settleAfter(timeoutMs: number): Promise<void> {
  const until = Date.now() + timeoutMs
  while (running > 0 && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 10))
}

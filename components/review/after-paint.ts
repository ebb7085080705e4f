'use client'

/** What need not be part of the next frame, so that a key's answer is not late for it. Returns what calls it off. */
export function afterPaint(work: () => void): () => void {
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = () => {
    port1.close()
    work()
  }
  // The frame's callbacks run before it is painted; a task posted by one runs after.
  const frame = requestAnimationFrame(() => port2.postMessage(null))
  return () => {
    cancelAnimationFrame(frame)
    port1.close()
  }
}

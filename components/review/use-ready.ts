'use client'

import { useLayoutEffect, useState } from 'react'

/** True once what is shown has been painted: only then may a key decide about it. */
export function usePainted(shown: boolean): boolean {
  const [painted, setPainted] = useState(false)
  useLayoutEffect(() => {
    if (!shown) return
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => setPainted(true)
    // The frame's callbacks run before it is painted; a task posted by one runs after.
    const frame = requestAnimationFrame(() => port2.postMessage(null))
    return () => {
      cancelAnimationFrame(frame)
      port1.close()
      setPainted(false)
    }
  }, [shown])
  return shown && painted
}

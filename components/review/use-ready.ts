'use client'

import { useLayoutEffect, useState } from 'react'
import { afterPaint } from './after-paint'

/** True once what is shown has been painted: only then may a key decide about it. */
export function usePainted(shown: boolean): boolean {
  const [painted, setPainted] = useState(false)
  useLayoutEffect(() => {
    if (!shown) return
    const callOff = afterPaint(() => setPainted(true))
    return () => {
      callOff()
      setPainted(false)
    }
  }, [shown])
  return shown && painted
}

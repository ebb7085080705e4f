'use client'

import { useEffect, useState } from 'react'

/** True once what is shown has been on the screen for a frame: only then may a key decide about it. */
export function usePainted(shown: boolean): boolean {
  const [painted, setPainted] = useState(false)
  useEffect(() => {
    if (!shown) return
    let second = 0
    const first = requestAnimationFrame(() => {
      second = requestAnimationFrame(() => setPainted(true))
    })
    return () => {
      cancelAnimationFrame(first)
      cancelAnimationFrame(second)
    }
  }, [shown])
  return shown && painted
}

'use client'

import { useRouter } from 'next/navigation'
import { useRef } from 'react'
import { openPalette } from './command-palette'
import { useKeys } from './keys'
import { navigation } from './navigation'
import { openShortcuts } from './shortcut-sheet'

const sequenceMs = 900

/** `g` then a letter goes somewhere, `?` explains, `/` searches. */
export function GoKeys() {
  const router = useRouter()
  const startedAt = useRef(-Infinity)
  useKeys((key, event) => {
    if (event.timeStamp - startedAt.current < sequenceMs) {
      startedAt.current = -Infinity
      const place = navigation.find((item) => item.keys === `g ${key}`)
      if (!place) return false
      event.stopImmediatePropagation()
      router.push(place.href)
      return true
    }
    if (key === 'g') {
      startedAt.current = event.timeStamp
      return true
    }
    if (key === '?') {
      openShortcuts()
      return true
    }
    if (key === '/') {
      const search = document.querySelector<HTMLInputElement>('main input[type="search"]')
      if (search) search.focus()
      else openPalette()
      return true
    }
    return false
  })
  return null
}

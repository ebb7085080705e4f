'use client'

import { useEffect, useEffectEvent } from 'react'

/**
 * True when a key press belongs to something else: text being typed, an open dialog or menu, a held
 * key, or a browser shortcut. Held keys must never decide anything.
 */
function keyIsTaken(event: KeyboardEvent): boolean {
  if (event.repeat || event.defaultPrevented || event.isComposing) return true
  if (event.ctrlKey || event.metaKey || event.altKey) return true
  const target = event.target as HTMLElement | null
  if (target?.closest('input, textarea, select, [contenteditable="true"], [role="menu"], [role="listbox"]'))
    return true
  return document.querySelector('[role="dialog"][data-state="open"]') !== null
}

/** Listens to single keys on the whole page. `handle` returns true when it used the key. */
export function useKeys(handle: (key: string, event: KeyboardEvent) => boolean, enabled = true): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (keyIsTaken(event)) return
    if (handle(event.key, event)) event.preventDefault()
  })
  useEffect(() => {
    if (!enabled) return
    const listener = (event: KeyboardEvent) => onKey(event)
    window.addEventListener('keydown', listener)
    return () => window.removeEventListener('keydown', listener)
  }, [enabled])
}

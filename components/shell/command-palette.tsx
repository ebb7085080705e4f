'use client'

import dynamic from 'next/dynamic'
import { useEffect, useState } from 'react'
import { signal } from './signal'

const opened = signal()
export const openPalette = () => opened.send()

// Loaded when first wanted: most visits never open it.
const PaletteDialog = dynamic(() => import('./palette-dialog').then((module) => module.PaletteDialog), {
  ssr: false,
})

/** ⌘K / Ctrl+K from anywhere, inside inputs too. */
export function CommandPalette() {
  const [open, setOpen] = useState(false)
  const [wanted, setWanted] = useState(false)
  useEffect(() => {
    const show = () => {
      setWanted(true)
      setOpen(true)
    }
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey) || event.repeat) return
      event.preventDefault()
      setWanted(true)
      setOpen((was) => !was)
    }
    window.addEventListener('keydown', onKey)
    const stop = opened.listen(show)
    return () => {
      window.removeEventListener('keydown', onKey)
      stop()
    }
  }, [])
  return wanted && <PaletteDialog open={open} onOpenChange={setOpen} />
}

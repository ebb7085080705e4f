'use client'

import dynamic from 'next/dynamic'
import { useEffect, useState } from 'react'
import { signal } from './signal'

const opened = signal()
export const openShortcuts = () => opened.send()

// Loaded when first wanted.
const ShortcutDialog = dynamic(() => import('./shortcut-dialog').then((module) => module.ShortcutDialog), {
  ssr: false,
})

export function ShortcutSheet() {
  const [open, setOpen] = useState(false)
  const [wanted, setWanted] = useState(false)
  useEffect(
    () =>
      opened.listen(() => {
        setWanted(true)
        setOpen(true)
      }),
    [],
  )
  return wanted && <ShortcutDialog open={open} onOpenChange={setOpen} />
}

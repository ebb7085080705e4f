'use client'

import type { LucideIcon } from 'lucide-react'
import { useEffect } from 'react'

export type PageCommand = { label: string; icon: LucideIcon; run: () => void; keys?: string | undefined }

let commands: PageCommand[] = []
const listeners = new Set<() => void>()

/** What the open page offers in the palette. */
export const pageCommands = {
  current: () => commands,
  subscribe(listener: () => void) {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
}

/** Offers a page's actions in ⌘K while it is open. */
export function usePageCommands(next: PageCommand[]): void {
  useEffect(() => {
    commands = next
    for (const listener of listeners) listener()
    return () => {
      commands = []
    }
  }, [next])
}

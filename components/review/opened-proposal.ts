'use client'

import { usePathname } from 'next/navigation'
import { useEffect, useState } from 'react'

/** `id` is opened; the router still stands at, or passes through, one of `behind`. */
type Ahead = { id: string; behind: ReadonlySet<string> }

/** The router follows the address in a transition, some frames later; what is opened is shown at once. */
const followsWithinMs = 2_000

let ahead: Ahead | null = null
const listeners = new Set<(ahead: Ahead | null) => void>()

function set(next: Ahead | null): void {
  if (ahead === next) return
  ahead = next
  for (const listener of listeners) listener(next)
}

const idIn = (pathname: string) => decodeURIComponent(pathname.split('/')[2] ?? '')

/** Opens a proposal on the review page: shown with the next frame, without a trip to the server. */
export function showProposal(id: string): void {
  const opened = { id, behind: new Set([...(ahead?.behind ?? []), idIn(window.location.pathname)]) }
  ahead = opened
  // In a task of its own: React runs effects of what a key did before the frame, of other tasks after it.
  setTimeout(() => ahead === opened && listeners.forEach((listener) => listener(opened)))
  window.history.pushState(null, '', `/queue/${id}`)
  setTimeout(() => ahead === opened && set(null), followsWithinMs)
}

/** The proposal that is open. */
export function useOpenedProposal(): string {
  const routed = idIn(usePathname())
  const [opened, setOpened] = useState<Ahead | null>(null)
  useEffect(() => {
    if (ahead && (ahead.id === routed || !ahead.behind.has(routed))) set(null)
  }, [routed])
  useEffect(() => {
    // Back and forward are the browser's; who leaves the page has opened nothing.
    const follow = () => set(null)
    listeners.add(setOpened)
    window.addEventListener('popstate', follow)
    return () => {
      window.removeEventListener('popstate', follow)
      follow()
      listeners.delete(setOpened)
    }
  }, [])
  return opened?.behind.has(routed) ? opened.id : routed
}

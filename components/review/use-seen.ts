'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import type { Proposal } from '@/lib/proposals/schema'

type Seen = { hash: string; answer: string }
const contentOf = (proposal: Proposal): Seen => ({ hash: proposal.content_hash, answer: proposal.answer })

/**
 * What was on the screen when this was opened: the decision is about exactly that. Rendering ahead, out
 * of sight, opens nothing: the clock starts, and the text counts as seen, when the page is shown.
 */
export function useSeen(proposal: Proposal) {
  const [accepted, setAccepted] = useState<Seen | null>(null)
  const shownAt = useRef(0)
  const latest = useRef(proposal)
  useEffect(() => {
    latest.current = proposal
  })
  useEffect(() => {
    shownAt.current = Date.now()
    setAccepted((before) => before ?? contentOf(latest.current))
  }, [])
  return {
    seen: accepted ?? contentOf(proposal),
    /** ISO 8601. */
    openedAt: useCallback(() => new Date(shownAt.current || Date.now()).toISOString(), []),
    /** The person has looked at this text and goes on with it. */
    see: useCallback((now: Proposal) => setAccepted(contentOf(now)), []),
  }
}

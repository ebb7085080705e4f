'use client'

import { useSearchParams } from 'next/navigation'
import { useCallback, useMemo } from 'react'
import { readFilters, writeFilters, type QueueFilters } from './filters'

const storageKey = 'l0.queue-filters'

/** Filters live in the address. Changing them needs no trip to the server, so the router is left out. */
export function useQueueFilters() {
  const params = useSearchParams()
  const filters = useMemo(() => readFilters(params), [params])
  const change = useCallback(
    (patch: Partial<QueueFilters>) => {
      const text = writeFilters({ ...filters, ...patch })
      rememberFilters(text)
      window.history.replaceState(null, '', text ? `/queue?${text}` : '/queue')
    },
    [filters],
  )
  return { filters, change }
}

/** The review page goes through the list as it was last seen. */
function rememberFilters(text: string): void {
  sessionStorage.setItem(storageKey, text)
}

export function rememberedFilters(): string {
  return typeof window === 'undefined' ? '' : (sessionStorage.getItem(storageKey) ?? '')
}

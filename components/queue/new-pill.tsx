'use client'

import { useQuery } from '@tanstack/react-query'
import { ArrowUp } from 'lucide-react'
import { useState } from 'react'
import { arrivalsQuery } from '@/components/data/queries'
import type { ApiCall } from '@/components/data/api'
import type { Proposal } from '@/lib/proposals/schema'

type NewPillProps = { filters: NonNullable<ApiCall['query']>; known: readonly Proposal[]; onShow: () => void }

/** Says what has arrived; nothing moves under the cursor until the person asks for it. */
export function NewPill({ filters, known, onShow }: NewPillProps) {
  const { data } = useQuery(arrivalsQuery(filters))
  // What was there when the list was first seen is not news, loaded into the list or not.
  const [baseline, setBaseline] = useState<ReadonlySet<string> | null>(null)
  const arrived = data?.items ?? []
  if (data && baseline === null) setBaseline(new Set(arrived.map((item) => item.id)))

  const loaded = new Set(known.map((item) => item.id))
  const fresh =
    baseline === null ? [] : arrived.filter((item) => !baseline.has(item.id) && !loaded.has(item.id))
  const words = `${fresh.length === arrived.length && fresh.length >= 50 ? '50+' : fresh.length} new`

  return (
    <div aria-live="polite" className="pointer-events-none absolute inset-x-0 top-3 z-20 flex justify-center">
      {fresh.length > 0 && (
        <button
          type="button"
          onClick={() => {
            setBaseline(new Set(arrived.map((item) => item.id)))
            onShow()
          }}
          className="pointer-events-auto inline-flex h-8 animate-pop items-center gap-1.5 rounded-full bg-accent px-3.5 text-sm font-medium text-accent-ink shadow-mid hover:bg-accent-hover"
        >
          <ArrowUp aria-hidden className="size-3.5" />
          {words}
        </button>
      )}
    </div>
  )
}

'use client'

import { useQuery } from '@tanstack/react-query'
import { api } from '@/components/data/api'
import { EntryPage } from '@/components/data/shapes'
import { Badge } from '@/components/ui/badge'
import { plural } from '@/components/ui/format'
import { SkeletonText } from '@/components/ui/skeleton'
import { RiskBadge } from '@/components/ui/state-badges'
import { TemplateText } from '@/components/ui/template-text'
import type { IntentDetail } from '@/lib/normalization/intents/schema'

const shown = 6

/** One of two intents that are compared: what it is asked with, and what it answers. */
export function IntentSide({ intent }: { intent: IntentDetail }) {
  const more = intent.phrasings.length - shown
  return (
    <section aria-label={intent.key} className="flex min-w-0 flex-col gap-3 rounded-lg bg-sunken p-3.5">
      <header className="flex flex-wrap items-center gap-2">
        <code className="min-w-0 font-mono text-sm font-medium [overflow-wrap:anywhere]">{intent.key}</code>
        <RiskBadge risk={intent.risk} />
        {intent.slots.map((slot) => (
          <Badge key={slot.name} tone="slot" mono>
            {slot.name}
          </Badge>
        ))}
      </header>
      <ul className="flex flex-col gap-1 text-base text-ink-2">
        {intent.phrasings.slice(0, shown).map((phrasing) => (
          <li key={phrasing.id} className="[overflow-wrap:anywhere]">
            “{phrasing.text}”
          </li>
        ))}
        {intent.phrasings.length === 0 && <li className="text-ink-3">No phrasings.</li>}
        {more > 0 && <li className="text-ink-3">and {plural(more, 'more', 'more')}</li>}
      </ul>
      <LiveAnswer intentKey={intent.key} />
    </section>
  )
}

function LiveAnswer({ intentKey }: { intentKey: string }) {
  const query = useQuery({
    queryKey: ['entries', 'of', intentKey],
    queryFn: ({ signal }) =>
      api('GET', '/api/v1/entries', EntryPage, { query: { key: intentKey, limit: 1 }, signal }),
  })
  const live = query.data?.items[0]?.live
  return (
    <div className="border-t border-line pt-3">
      <h3 className="eyebrow mb-1.5">Live answer</h3>
      {query.isPending && <SkeletonText lines={2} />}
      {!query.isPending &&
        (live ? (
          <TemplateText text={live.answer} className="line-clamp-6 text-base" />
        ) : (
          <p className="text-base text-ink-3">{query.isError ? 'Could not be read.' : 'None.'}</p>
        ))}
    </div>
  )
}

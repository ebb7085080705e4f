import Link from 'next/link'
import { EntryStateBadge } from '@/components/ui/state-badges'
import { Card } from '@/components/ui/card'
import { percent, plural } from '@/components/ui/format'
import { RelativeTime } from '@/components/ui/time'
import { EntryState } from '@/lib/entries/schema'
import type { Analytics } from '@/lib/usage/analytics-schema'

/** Answers somebody called wrong: reports by callers, and judgements of sampled hits. */
export function WrongCard({ data: { wrong, totals } }: { data: Analytics }) {
  return (
    <Card
      title="Wrong answers"
      description={
        wrong.judged > 0
          ? `${wrong.judged_wrong} of ${plural(wrong.judged, 'judged hit')} wrong (${percent(wrong.judged_wrong / wrong.judged)})`
          : 'No hit was judged in this period'
      }
      actions={
        <Link href="/normalizer/judgements" className="text-sm font-medium text-accent-text hover:underline">
          Judge
        </Link>
      }
      flush
    >
      <p className="px-4 pb-3 text-base">
        <span className="font-medium tabular-nums">{plural(wrong.reports, 'report')}</span>{' '}
        <span className="text-ink-3">
          {totals.hits > 0 && `${((wrong.reports / totals.hits) * 10_000).toFixed(1)} in 10,000 hits, `}
          {wrong.previous} in the period before
          {wrong.quarantined_now > 0 &&
            `, ${plural(wrong.quarantined_now, 'entry', 'entries')} quarantined now`}
        </span>
      </p>
      {wrong.entries.length > 0 && (
        <ul className="divide-y divide-line border-t border-line">
          {wrong.entries.map((entry) => (
            <li key={entry.entry_id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2">
              <Link
                href={`/entries/${encodeURIComponent(entry.entry_id)}`}
                className="min-w-0 flex-1 truncate font-mono text-sm hover:underline"
              >
                {entry.key}@{entry.version}
              </Link>
              <State state={entry.state} />
              <span className="text-sm text-ink-3">
                {plural(entry.reports, 'report')}, <RelativeTime at={entry.last_at} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

function State({ state }: { state: string }) {
  const known = EntryState.safeParse(state)
  return known.success ? <EntryStateBadge state={known.data} /> : null
}

'use client'

import type { UseQueryResult } from '@tanstack/react-query'
import Link from 'next/link'
import { Badge, type Tone } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { ErrorState } from '@/components/ui/error-state'
import { percent, plural } from '@/components/ui/format'
import { Skeleton } from '@/components/ui/skeleton'
import type { IntentBound, JudgementSummary } from '@/lib/normalization/judgements/schema'

const stateTone: Record<IntentBound['state'], Tone> = { unknown: 'neutral', within: 'good', breached: 'bad' }
const stateWords: Record<IntentBound['state'], string> = {
  unknown: 'too few',
  within: 'within',
  breached: 'breached',
}

/** How often answers are wrong, as far as judgements can tell: a bound, not a guess. */
export function BoundsCard({ query }: { query: UseQueryResult<JudgementSummary> }) {
  if (query.isPending) return <Skeleton className="h-72 w-full" />
  if (!query.data) {
    return (
      <ErrorState
        error={query.error}
        onRetry={() => void query.refetch()}
        what="the bounds"
        className="py-8"
      />
    )
  }
  const { judged, wrong, upper, budget, needed, mode, may_go_live, intents } = query.data
  const ranked = [...intents].sort((a, b) => rank(a) - rank(b) || b.judged - a.judged)
  return (
    <Card title="Wrong answers" description={`Budget ${percent(budget)}`} flush>
      <div className="px-4 pb-4">
        <p className="text-2xl font-semibold tracking-tight tabular-nums">
          {judged === 0 ? '—' : `≤ ${percent(upper)}`}
        </p>
        <p className="text-sm text-ink-3">
          {judged === 0
            ? 'Nothing was judged yet.'
            : `${wrong} of ${plural(judged, 'judged hit')} wrong; at 95 % confidence the true share is below this.`}
        </p>
        {mode === 'shadow' && (
          <div className="mt-3 rounded-md bg-warn-soft px-3 py-2 text-base">
            {may_go_live ? (
              <>
                Enough was judged.{' '}
                <Link href="/settings/workspace" className="font-medium text-accent-text hover:underline">
                  Go live
                </Link>
              </>
            ) : (
              `Shadow mode: ${plural(needed, 'judgement')} to go before this workspace may go live.`
            )}
          </div>
        )}
      </div>
      {ranked.length > 0 && (
        <table className="w-full border-t border-line text-base">
          <caption className="sr-only">Bounds by intent</caption>
          <thead>
            <tr className="text-left text-xs text-ink-3 [&_th]:h-8 [&_th]:font-medium">
              <th scope="col" className="pl-4">
                Intent
              </th>
              <th scope="col" className="text-right">
                Wrong
              </th>
              <th scope="col" className="text-right">
                At most
              </th>
              <th scope="col" className="pr-4 text-right">
                Budget
              </th>
            </tr>
          </thead>
          <tbody>
            {ranked.slice(0, 30).map((bound) => (
              <tr key={bound.key} className="border-t border-line [&_td]:py-1.5">
                <td className="max-w-24 truncate pl-4 sm:max-w-36 font-mono text-sm" title={bound.key}>
                  {bound.key}
                </td>
                <td className="text-right tabular-nums">
                  {bound.wrong}/{bound.judged}
                </td>
                <td className="text-right tabular-nums">
                  {bound.judged === 0 ? '—' : percent(bound.upper, 0)}
                </td>
                <td className="pr-4 text-right">
                  <Badge tone={stateTone[bound.state]}>{stateWords[bound.state]}</Badge>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  )
}

function rank({ state }: IntentBound): number {
  return state === 'breached' ? 0 : state === 'unknown' ? 1 : 2
}

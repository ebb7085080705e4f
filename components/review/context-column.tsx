'use client'

import { useQuery } from '@tanstack/react-query'
import { GitCompareArrows, History, TrendingUp } from 'lucide-react'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { memo, useState, type ReactNode } from 'react'
import { proposalContextQuery } from '@/components/data/queries'
import type { ProposalContext } from '@/components/data/shapes'
import { Comments } from '@/components/comments/comments'
import { useMay } from '@/components/shell/me'
import { Button } from '@/components/ui/button'
import { usd } from '@/components/ui/format'
import { SkeletonText } from '@/components/ui/skeleton'
import { RelativeTime } from '@/components/ui/time'
import { Disclosure } from '@/components/ui/disclosure'
import { TemplateText } from '@/components/ui/template-text'
import type { Checklist as ChecklistShape, ProposalDetail } from '@/lib/proposals/schema'
import { Checklist } from './checklist'
import { ColumnSection } from './column-section'
import { SecondOpinion } from './second-opinion'

// For admins who compare; nobody waits for it.
const MergeDialog = dynamic(
  () => import('@/components/normalizer/intents/merge-dialog').then((module) => module.MergeDialog),
  { ssr: false },
)

type ContextColumnProps = {
  proposal: ProposalDetail
  checklist: ChecklistShape | undefined
  waiting: boolean
  /** It stands on the screen: what is missing may be asked for. */
  ready: boolean
}

export const ContextColumn = memo(function ContextColumn({
  proposal,
  checklist,
  waiting,
  ready,
}: ContextColumnProps) {
  const context = useQuery({ ...proposalContextQuery(proposal.id), enabled: ready })
  const mayDecide = useMay('proposal.decide')
  return (
    <div className="flex flex-col gap-7">
      {waiting && <Checklist checklist={checklist} />}
      {context.isPending && <SkeletonText lines={4} />}
      {context.data && <Numbers context={context.data} />}
      {context.data && context.data.neighbours.length > 0 && (
        <Neighbours intentKey={proposal.key} context={context.data} />
      )}
      {waiting && mayDecide && <SecondOpinion key={proposal.id} proposal={proposal} />}
      <Votes proposal={proposal} context={context.data} />
      <Comments subject={{ type: 'proposal', id: proposal.id }} ready={ready} />
    </div>
  )
})

function Numbers({ context }: { context: ProposalContext }) {
  const rows: [string, string | null][] = [
    [
      'Questions a day',
      context.hits_per_day == null
        ? null
        : context.hits_per_day.toLocaleString('en', { maximumFractionDigits: 1 }),
    ],
    [
      'Saved a month if approved',
      context.saved_per_month_usd == null ? null : usd(context.saved_per_month_usd),
    ],
    ['Cost of waiting so far', context.waiting_cost_usd == null ? null : usd(context.waiting_cost_usd)],
  ]
  const known = rows.filter(([, value]) => value !== null)
  if (known.length === 0) return null
  return (
    <ColumnSection title="What it is worth" icon={TrendingUp}>
      <dl className="flex flex-col">
        {known.map(([label, value]) => (
          <div
            key={label}
            className="flex items-baseline justify-between gap-4 border-b border-line py-1.5 last:border-0"
          >
            <dt className="text-base text-ink-2">{label}</dt>
            <dd className="text-base font-medium tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
    </ColumnSection>
  )
}

function Neighbours({ intentKey, context }: { intentKey: string; context: ProposalContext }) {
  const [comparing, setComparing] = useState<string | null>(null)
  const mayMerge = useMay('release.manage')
  return (
    <ColumnSection title="Easily confused with" icon={GitCompareArrows}>
      <ul className="flex flex-col gap-2">
        {context.neighbours.map((neighbour) => (
          <li key={neighbour.key} className="rounded-md bg-sunken px-3 py-2">
            <p className="flex items-center gap-2 text-sm">
              {neighbour.entry_id ? (
                <Link
                  href={`/entries/${neighbour.entry_id}`}
                  className="min-w-0 truncate font-mono font-medium hover:underline"
                >
                  {neighbour.key}
                </Link>
              ) : (
                <span className="min-w-0 truncate font-mono font-medium">{neighbour.key}</span>
              )}
              {neighbour.similarity !== undefined && (
                <span className="ml-auto shrink-0 text-ink-3 tabular-nums">
                  {Math.round(neighbour.similarity * 100)} % alike
                </span>
              )}
            </p>
            {neighbour.answer && (
              <Disclosure summary="Its answer" className="mt-1 [&_summary]:text-sm">
                <TemplateText text={neighbour.answer} className="text-base text-ink-2" />
              </Disclosure>
            )}
            {mayMerge && (
              <Button
                size="sm"
                variant="quiet"
                className="mt-1 -ml-2.5"
                aria-label={`Compare with ${neighbour.key}, or merge`}
                onClick={() => setComparing(neighbour.key)}
              >
                Compare, or merge…
              </Button>
            )}
          </li>
        ))}
      </ul>
      {comparing && (
        <MergeDialog intentKey={intentKey} otherKey={comparing} onClose={() => setComparing(null)} />
      )}
    </ColumnSection>
  )
}

type Event = { id: string; at: string; text: ReactNode }

function Votes({ proposal, context }: { proposal: ProposalDetail; context: ProposalContext | undefined }) {
  const votes = [...proposal.decisions, ...(context?.history ?? [])]
  const events: Event[] = [
    { id: 'created', at: proposal.created_at, text: 'First asked' },
    ...votes.map((vote) => ({
      id: vote.id,
      at: vote.created_at,
      text: (
        <span className={vote.voided_at ? 'text-ink-3 line-through' : ''}>
          {vote.actor.label} {vote.verdict === 'approve' ? 'approved' : 'rejected'}
          {vote.reason && `: ${vote.reason}`}
        </span>
      ),
    })),
  ].sort((a, b) => b.at.localeCompare(a.at))
  return (
    <ColumnSection title="History" icon={History}>
      <ol className="flex flex-col gap-2.5 border-l border-line pl-4">
        {events.map((event) => (
          <li key={event.id} className="relative text-base">
            <span
              aria-hidden
              className="absolute top-1.5 -left-[1.3rem] size-2 rounded-full bg-line-strong"
            />
            {event.text}
            <RelativeTime at={event.at} className="block text-sm text-ink-3" />
          </li>
        ))}
      </ol>
    </ColumnSection>
  )
}

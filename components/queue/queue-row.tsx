'use client'

import clsx from 'clsx'
import { ChevronRight, ShieldAlert, UserRound } from 'lucide-react'
import Link from 'next/link'
import { memo } from 'react'
import { Badge } from '@/components/ui/badge'
import { Checkbox } from '@/components/ui/checkbox'
import { compactNumber, plural } from '@/components/ui/format'
import { originWords, ProposalStatusBadge } from '@/components/ui/state-badges'
import { TemplateText } from '@/components/ui/template-text'
import { RelativeTime } from '@/components/ui/time'
import type { Proposal } from '@/lib/proposals/schema'
import { PriorityBadge } from './priority-badge'
import { SlaClock } from './sla-clock'

export const rowHeight = 60
export const groupHeight = 38

type RowProps = {
  proposal: Proposal
  nested: boolean
  goalHours: number | undefined
  selected: boolean
  selectable: boolean
  onSelect: (id: string, selected: boolean) => void
  onFocus: (id: string) => void
}

/** One proposal. The whole row is the link; the checkbox lies above it. */
export const QueueRow = memo(function QueueRow({
  proposal,
  nested,
  goalHours,
  selected,
  selectable,
  onSelect,
  onFocus,
}: RowProps) {
  const waiting = proposal.status === 'pending' || proposal.status === 'blocked'
  return (
    <div
      className={clsx(
        'group relative flex h-full items-center gap-3 border-b border-line px-4 transition-colors sm:px-6',
        selected ? 'bg-selected' : 'hover:bg-hover',
        'has-[a:focus-visible]:bg-hover has-[a:focus-visible]:shadow-[inset_2px_0_0_var(--accent)]',
      )}
    >
      {selectable && (
        <span className="relative z-10 flex p-1">
          <Checkbox
            checked={selected}
            onChange={(next) => onSelect(proposal.id, next)}
            aria-label={`Select ${proposal.key} in ${proposal.scope}`}
            tabIndex={-1}
          />
        </span>
      )}
      <span className={clsx('relative z-10 hidden shrink-0 sm:block', nested && 'ml-3')}>
        {waiting ? <PriorityBadge proposal={proposal} /> : <ProposalStatusBadge status={proposal.status} />}
      </span>
      <div className="min-w-0 flex-1">
        <p className="flex min-w-0 items-center gap-2">
          <Link
            href={`/queue/${proposal.id}`}
            prefetch={false}
            data-row={proposal.id}
            onFocus={() => onFocus(proposal.id)}
            className="truncate font-mono text-sm font-medium outline-none after:absolute after:inset-0"
          >
            {nested ? (
              <>
                <span className="sr-only">{proposal.key} in scope </span>
                {proposal.scope}
              </>
            ) : (
              proposal.key
            )}
          </Link>
          <RowMarks proposal={proposal} />
        </p>
        <p className="truncate text-base text-ink-2">
          <TemplateText text={proposal.samples[0]?.text ?? proposal.answer} oneLine />
        </p>
      </div>
      <RowFacts proposal={proposal} waiting={waiting} nested={nested} goalHours={goalHours} />
      <ChevronRight
        aria-hidden
        className="hidden size-4 shrink-0 text-ink-3 opacity-0 transition-opacity group-hover:opacity-100 sm:block"
      />
    </div>
  )
})

function RowMarks({ proposal }: { proposal: Proposal }) {
  const grave = proposal.findings.filter(
    (finding) => finding.severity === 'block' || finding.severity === 'high',
  )
  return (
    <span className="flex min-w-0 shrink-0 items-center gap-1.5">
      {proposal.risk === 'high' && (
        <Badge tone="bad" className="max-sm:hidden">
          High risk
        </Badge>
      )}
      {grave.length > 0 && (
        <Badge tone="warn" title={[...new Set(grave.map((finding) => finding.rule))].join(', ')}>
          <ShieldAlert aria-hidden />
          {plural(grave.length, 'finding')}
        </Badge>
      )}
      {proposal.needs > 1 && <Badge className="max-md:hidden">{proposal.needs} approvals</Badge>}
      {proposal.origin !== 'miss' && <Badge className="max-md:hidden">{originWords[proposal.origin]}</Badge>}
      {proposal.claim && (
        <Badge tone="accent">
          <UserRound aria-hidden />
          {proposal.claim.label}
        </Badge>
      )}
    </span>
  )
}

type RowFactsProps = Pick<RowProps, 'proposal' | 'nested' | 'goalHours'> & { waiting: boolean }

function RowFacts({ proposal, waiting, nested, goalHours }: RowFactsProps) {
  return (
    <>
      <span className="hidden w-24 truncate text-right text-sm text-ink-3 xl:block">
        {!nested && proposal.scope}
      </span>
      <span
        className="hidden w-14 text-right text-sm text-ink-2 tabular-nums md:block"
        title={`Asked ${plural(proposal.count, 'time')}`}
      >
        {compactNumber(proposal.count)}
        <span className="text-ink-3"> ×</span>
      </span>
      <span className="flex w-24 shrink-0 justify-end">
        {waiting ? (
          <SlaClock since={proposal.created_at} hours={goalHours} />
        ) : (
          <RelativeTime at={proposal.decided_at ?? proposal.created_at} className="text-sm text-ink-3" />
        )}
      </span>
    </>
  )
}

type GroupProps = {
  group: { key: string; ids: string[]; questions: number; open: boolean }
  selected: boolean | 'indeterminate'
  selectable: boolean
  onSelect: (ids: string[], selected: boolean) => void
  onToggle: (key: string) => void
}

export function QueueGroup({ group, selected, selectable, onSelect, onToggle }: GroupProps) {
  return (
    <div className="flex h-full items-center gap-3 border-b border-line bg-sunken/60 px-4 sm:px-6">
      {selectable && (
        <span className="flex p-1">
          <Checkbox
            checked={selected}
            onChange={(next) => onSelect(group.ids, next)}
            aria-label={`Select all ${group.ids.length} of ${group.key}`}
            tabIndex={-1}
          />
        </span>
      )}
      <button
        type="button"
        aria-expanded={group.open}
        onClick={() => onToggle(group.key)}
        className="flex min-w-0 flex-1 items-center gap-2 rounded-sm text-left text-sm"
      >
        <ChevronRight
          aria-hidden
          className={clsx('size-3.5 shrink-0 text-ink-3 transition-transform', group.open && 'rotate-90')}
        />
        <span className="truncate font-mono font-medium">{group.key}</span>
        <span className="shrink-0 text-ink-3">
          {plural(group.ids.length, 'proposal')} · asked {plural(group.questions, 'time')}
        </span>
      </button>
    </div>
  )
}

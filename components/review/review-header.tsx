'use client'

import { ArrowLeft, Copy, Eye } from 'lucide-react'
import Link from 'next/link'
import { Badge } from '@/components/ui/badge'
import { keyTitle, plural } from '@/components/ui/format'
import { originWords, ProposalStatusBadge, RiskBadge } from '@/components/ui/state-badges'
import { rememberedFilters } from '@/components/queue/use-queue-filters'
import { SlaClock } from '@/components/queue/sla-clock'
import { useGoalHours } from '@/components/queue/use-goal-hours'
import type { Proposal } from '@/lib/proposals/schema'
import { useRouter } from 'next/navigation'
import { useLayoutEffect, useRef, type ReactNode } from 'react'
import { afterPaint } from './after-paint'
import type { ClaimState } from './use-claim'

type ReviewHeaderProps = { proposal: Proposal; claim: ClaimState; position: ReactNode }

export function ReviewHeader({ proposal, claim, position }: ReviewHeaderProps) {
  const router = useRouter()
  const heading = useRef<HTMLHeadingElement>(null)
  // Each proposal begins here for a screen reader, and Tab goes on from here. After the paint: focus forces a layout.
  useLayoutEffect(() => afterPaint(() => heading.current?.focus({ preventScroll: true })), [])
  const waiting = proposal.status === 'pending' || proposal.status === 'blocked'
  const goalHours = useGoalHours()
  return (
    <header className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1.5 border-b border-line px-4 py-3 sm:px-6">
      <Link
        href="/queue"
        aria-label="Back to the queue"
        className="-ml-1.5 grid size-7 place-items-center rounded-sm text-ink-3 hover:bg-hover hover:text-ink"
        onClick={(event) => {
          const filters = rememberedFilters()
          if (!filters || event.metaKey || event.ctrlKey || event.shiftKey) return
          event.preventDefault()
          router.push(`/queue?${filters}`)
        }}
      >
        <ArrowLeft aria-hidden className="size-4" />
      </Link>
      <div className="flex min-w-0 items-baseline gap-2.5">
        <h1
          ref={heading}
          tabIndex={-1}
          className="truncate text-lg font-semibold tracking-tight focus-visible:outline-none"
        >
          {keyTitle(proposal.key)}
        </h1>
        <span className="truncate font-mono text-sm text-ink-3 max-sm:hidden">{proposal.key}</span>
      </div>
      <div className="flex flex-wrap items-center gap-1.5">
        {proposal.status !== 'pending' && <ProposalStatusBadge status={proposal.status} />}
        <RiskBadge risk={proposal.risk} />
        {proposal.scope !== 'default' && <Badge mono>{proposal.scope}</Badge>}
        {proposal.origin !== 'miss' && proposal.origin !== 'seeded' && (
          <Badge>{originWords[proposal.origin]}</Badge>
        )}
        {waiting && proposal.needs > 1 && (
          <Badge>
            <Copy aria-hidden />
            needs {plural(proposal.needs, 'approval')}
          </Badge>
        )}
        {claim.status === 'other' && (
          <Badge tone="accent">
            <Eye aria-hidden />
            being reviewed by {claim.by}
          </Badge>
        )}
      </div>
      <div className="ml-auto flex items-center gap-3">
        {waiting && <SlaClock since={proposal.created_at} hours={goalHours} />}
        <div className="sm:hidden">{position}</div>
      </div>
    </header>
  )
}

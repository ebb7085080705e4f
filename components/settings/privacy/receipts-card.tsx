'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { z } from 'zod'
import { Card } from '@/components/ui/card'
import { ErrorState } from '@/components/ui/error-state'
import { plural } from '@/components/ui/format'
import { SkeletonRows } from '@/components/ui/skeleton'
import { RelativeTime } from '@/components/ui/time'
import type { AuditEvent } from '@/lib/audit/schema'
import { ErasedCounts } from '@/lib/workspaces/privacy-schema'
import { erasuresQuery } from '../queries'
import { totalErased } from './erased-counts'

/** Earlier erasures, from the audit log: who did it, when and how much. */
export function ReceiptsCard() {
  const query = useQuery(erasuresQuery())
  const events = query.data ?? []
  return (
    <Card
      title="Earlier receipts"
      flush
      actions={
        events.length > 0 && (
          <Link
            href="/audit?type=privacy.erased"
            className="text-base text-accent-text underline-offset-2 hover:underline"
          >
            In the audit log
          </Link>
        )
      }
    >
      {query.isPending && <SkeletonRows rows={2} />}
      {query.isError && !query.data && (
        <ErrorState
          error={query.error}
          onRetry={() => void query.refetch()}
          what="the receipts"
          className="py-8"
        />
      )}
      {query.data && events.length === 0 && (
        <p className="px-4 pb-4 text-base text-ink-3">
          None yet. Each erasure stands here: when, by whom and how much, never of whom.
        </p>
      )}
      {events.length > 0 && (
        <ul className="divide-y divide-line border-t border-line">
          {events.map((event) => (
            <Receipt key={event.id} event={event} />
          ))}
        </ul>
      )}
    </Card>
  )
}

const After = z.looseObject({ erased: ErasedCounts })

function Receipt({ event }: { event: AuditEvent }) {
  const after = After.safeParse(event.after).data
  return (
    <li className="flex flex-wrap items-baseline gap-x-4 gap-y-1 px-4 py-2.5 text-base">
      <RelativeTime at={event.at} />
      <span className="min-w-0 flex-1 truncate text-ink-2">{event.actor.label ?? event.actor.id}</span>
      {after && <span className="tabular-nums">{plural(totalErased(after.erased), 'item')}</span>}
      <Link
        href={`/audit?event=${event.id}`}
        className="text-accent-text underline-offset-2 hover:underline"
        aria-label={`Audit event ${event.seq}`}
      >
        #{event.seq}
      </Link>
    </li>
  )
}

'use client'

import { useQuery } from '@tanstack/react-query'
import { CheckCheck, Filter, Ban, History } from 'lucide-react'
import Link from 'next/link'
import { queueSummaryQuery } from '@/components/data/queries'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { durationWords, plural } from '@/components/ui/format'
import { countFilters, noFilters, type QueueFilters } from './filters'

type QueueEmptyProps = { filters: QueueFilters; change: (patch: Partial<QueueFilters>) => void }

/** An empty list that says why it is empty and what is worth doing next. */
export function QueueEmpty({ filters, change }: QueueEmptyProps) {
  if (countFilters(filters) > 0) {
    return (
      <EmptyState
        icon={Filter}
        title="Nothing matches these filters"
        action={<Button onClick={() => change({ ...noFilters, tab: filters.tab })}>Clear the filters</Button>}
      >
        Other proposals may be waiting outside them.
      </EmptyState>
    )
  }
  if (filters.tab === 'blocked') {
    return (
      <EmptyState icon={Ban} title="Checks hold nothing back">
        Proposals that fail a hard safety check land here with the reason, so that the queue holds only what
        is worth your time.
      </EmptyState>
    )
  }
  if (filters.tab === 'decided') {
    return (
      <EmptyState icon={History} title="No decisions yet">
        What you and your colleagues approve or reject is kept here, with who, when and why.
      </EmptyState>
    )
  }
  return <AllClear change={change} />
}

function AllClear({ change }: Pick<QueueEmptyProps, 'change'>) {
  const summary = useQuery(queueSummaryQuery()).data
  const blocked = summary?.blocked ?? 0
  const cleared = summary?.oldest_cleared_hours ?? null
  return (
    <EmptyState
      icon={CheckCheck}
      tone="good"
      title="0 waiting"
      action={
        <>
          {blocked > 0 && (
            <Button onClick={() => change({ tab: 'blocked' })}>
              Look at {plural(blocked, 'blocked proposal')}
            </Button>
          )}
          <Button asChild>
            <Link href="/normalizer">Improve the normalizer</Link>
          </Button>
          <Button asChild>
            <Link href="/entries">Check entries due for review</Link>
          </Button>
        </>
      }
    >
      {cleared === null
        ? 'When a question misses the cache, the model’s answer appears here for you to approve, edit or reject.'
        : `Oldest cleared in ${durationWords(cleared * 3_600_000)}. New questions appear here by themselves.`}
    </EmptyState>
  )
}

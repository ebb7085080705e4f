'use client'

import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { CheckCheck, Filter, Ban, History } from 'lucide-react'
import Link from 'next/link'
import { proposalsQuery, statusCountQuery } from '@/components/data/queries'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { durationWords, plural } from '@/components/ui/format'
import { countFilters, noFilters, toQuery, type QueueFilters } from './filters'

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
  const decided = useInfiniteQuery(proposalsQuery(toQuery({ ...noFilters, tab: 'decided' })))
  const blocked = useQuery(statusCountQuery('blocked')).data ?? 0
  const waits = (decided.data?.pages[0]?.items ?? [])
    .slice(0, 50)
    .flatMap((item) => (item.decided_at ? [Date.parse(item.decided_at) - Date.parse(item.created_at)] : []))
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
      {waits.length > 0
        ? `The oldest of the last ${waits.length} was cleared in ${durationWords(Math.max(...waits))}. New questions appear here by themselves.`
        : 'When a question misses the cache, the model’s answer appears here for you to approve, edit or reject.'}
    </EmptyState>
  )
}

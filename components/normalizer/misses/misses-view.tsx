'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { FlaskConical, MessageCircleQuestion } from 'lucide-react'
import Link from 'next/link'
import { useDeferredValue, useState } from 'react'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { SearchInput } from '@/components/ui/input'
import { LoadMore } from '@/components/ui/pagination'
import { Segmented } from '@/components/ui/segmented'
import { Select } from '@/components/ui/select'
import { SkeletonRows } from '@/components/ui/skeleton'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { RelativeTime } from '@/components/ui/time'
import type { MissRow } from '@/lib/normalization/misses/schema'
import { missesQuery } from '../queries'
import { reasonWords } from '../reason-words'

const reasons = ['no_key', 'no_entry', 'low_confidence', 'guarded', 'missing_entity', 'quarantined']
const days = [
  { value: '7', label: '7 d' },
  { value: '30', label: '30 d' },
  { value: '90', label: '90 d' },
] as const

/** What people ask and nobody has approved an answer for, most asked first. */
export function MissesView() {
  const [search, setSearch] = useState('')
  const [reason, setReason] = useState('all')
  const [span, setSpan] = useState<(typeof days)[number]['value']>('30')
  const text = useDeferredValue(search.trim())
  const list = useInfiniteQuery(
    missesQuery({ search: text, days: span, reason: reason === 'all' ? '' : reason }),
  )
  const misses = list.data?.pages.flatMap((page) => page.items) ?? []
  const most = misses[0]?.count ?? 1
  return (
    <div className="flex flex-col gap-3">
      <div role="search" aria-label="Filter misses" className="flex flex-wrap items-center gap-2">
        <SearchInput
          aria-label="Search questions"
          placeholder="Search questions"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          className="w-64 max-sm:w-full"
        />
        <Select
          quiet
          aria-label="Reason"
          value={reason}
          onChange={setReason}
          options={[
            { value: 'all', label: 'Any reason' },
            ...reasons.map((value) => ({ value, label: reasonWords(value) })),
          ]}
        />
        <Segmented label="Asked within" value={span} onChange={setSpan} options={days} />
      </div>
      {list.isPending && <SkeletonRows rows={10} className="rounded-lg border border-line bg-surface" />}
      {list.isError && !list.data && (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} what="the misses" />
      )}
      {list.data && misses.length === 0 && (
        <EmptyState icon={MessageCircleQuestion} title="No misses here">
          Questions without an approved answer are counted here, with personal data taken out.
        </EmptyState>
      )}
      {misses.length > 0 && (
        <div>
          <Table>
            <caption className="sr-only">Unanswered questions, most asked first</caption>
            <thead>
              <tr>
                <Th className="text-right">Asked</Th>
                <Th>Question</Th>
                <Th>Reason</Th>
                <Th>Scope</Th>
                <Th className="text-right">Last</Th>
                <Th>
                  <span className="sr-only">Actions</span>
                </Th>
              </tr>
            </thead>
            <tbody>
              {misses.map((miss) => (
                <MissLine key={miss.id} miss={miss} share={miss.count / most} />
              ))}
            </tbody>
          </Table>
          <LoadMore
            shown={misses.length}
            hasMore={list.hasNextPage}
            loading={list.isFetchingNextPage}
            onMore={() => void list.fetchNextPage()}
          />
        </div>
      )}
    </div>
  )
}

function MissLine({ miss, share }: { miss: MissRow; share: number }) {
  return (
    <Tr>
      <Td className="w-28 text-right">
        <span className="block font-medium tabular-nums">{miss.count.toLocaleString('en')}</span>
        <span
          aria-hidden
          className="ml-auto block h-1 rounded-full bg-accent/50"
          style={{ width: `${share * 100}%` }}
        />
      </Td>
      <Td className="min-w-64">
        <p className="[overflow-wrap:anywhere]">
          {miss.masked_text || <span className="text-ink-3">(empty)</span>}
        </p>
        {miss.key && (
          <Link
            href={`/normalizer/intents/${encodeURIComponent(miss.key)}`}
            className="font-mono text-xs text-accent-text hover:underline"
          >
            {miss.key}
          </Link>
        )}
      </Td>
      <Td>
        <Badge tone={miss.reason === 'guarded' ? 'warn' : 'neutral'}>{reasonWords(miss.reason)}</Badge>
      </Td>
      <Td className="font-mono text-xs text-ink-2">{miss.scope}</Td>
      <Td className="text-right whitespace-nowrap text-ink-2">
        <RelativeTime at={miss.last_seen_at} />
      </Td>
      <Td className="w-12 text-right">
        <Button asChild variant="quiet" size="icon-sm">
          <Link
            href={`/normalizer?q=${encodeURIComponent(miss.masked_text)}`}
            aria-label="Try it in the workbench"
          >
            <FlaskConical aria-hidden />
          </Link>
        </Button>
      </Td>
    </Tr>
  )
}

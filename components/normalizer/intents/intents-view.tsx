'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { Plus, Tags } from 'lucide-react'
import Link from 'next/link'
import { useDeferredValue, useState } from 'react'
import { useMay } from '@/components/shell/me'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { SearchInput } from '@/components/ui/input'
import { LoadMore } from '@/components/ui/pagination'
import { Segmented } from '@/components/ui/segmented'
import { SkeletonRows } from '@/components/ui/skeleton'
import { RiskBadge } from '@/components/ui/state-badges'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { RelativeTime } from '@/components/ui/time'
import type { Intent } from '@/lib/normalization/intents/schema'
import { intentsQuery } from '../queries'
import { CreateIntentDialog } from './create-intent-dialog'

export function IntentsView() {
  const [search, setSearch] = useState('')
  const [status, setStatus] = useState<'all' | 'approved' | 'rejected'>('all')
  const [creating, setCreating] = useState(false)
  const mayEdit = useMay('intent.edit')
  const text = useDeferredValue(search.trim())
  const list = useInfiniteQuery(
    intentsQuery({ search: text, status: status === 'all' ? '' : status, merged: true }),
  )
  const intents = list.data?.pages.flatMap((page) => page.items) ?? []
  const narrowed = text !== '' || status !== 'all'
  const create = mayEdit && (
    <Button variant="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden />
      New intent
    </Button>
  )
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <SearchInput
          aria-label="Search intents"
          placeholder="Search intents"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          className="w-64 max-sm:w-full"
        />
        <Segmented
          label="Status"
          value={status}
          onChange={setStatus}
          options={[
            { value: 'all', label: 'All' },
            { value: 'approved', label: 'Approved' },
            { value: 'rejected', label: 'Rejected' },
          ]}
        />
        <span className="ml-auto">{(intents.length > 0 || narrowed) && create}</span>
      </div>
      {list.isPending && <SkeletonRows rows={10} className="rounded-lg border border-line bg-surface" />}
      {list.isError && !list.data && (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} what="the intents" />
      )}
      {list.data && intents.length === 0 && (
        <EmptyState
          icon={Tags}
          title={narrowed ? 'No intent matches' : 'No intents yet'}
          action={!narrowed && create}
        >
          {narrowed
            ? 'Keys, titles and descriptions are searched.'
            : 'An intent is what a question is after, such as cancel_order. Give it a few phrasings, then train a release.'}
        </EmptyState>
      )}
      {intents.length > 0 && (
        <div className={list.isPlaceholderData ? 'opacity-60' : ''}>
          <IntentTable intents={intents} />
          <LoadMore
            shown={intents.length}
            total={list.data?.pages[0]?.total}
            hasMore={list.hasNextPage}
            loading={list.isFetchingNextPage}
            onMore={() => void list.fetchNextPage()}
          />
        </div>
      )}
      {creating && <CreateIntentDialog onClose={() => setCreating(false)} />}
    </div>
  )
}

function IntentTable({ intents }: { intents: readonly Intent[] }) {
  return (
    <Table>
      <caption className="sr-only">Intents by key</caption>
      <thead>
        <tr>
          <Th>Intent</Th>
          <Th>Status</Th>
          <Th>Risk</Th>
          <Th>Slots</Th>
          <Th className="text-right">Phrasings</Th>
          <Th className="text-right">Patterns</Th>
          <Th className="text-right">Changed</Th>
        </tr>
      </thead>
      <tbody>
        {intents.map((intent) => (
          <Tr key={intent.id} className="relative">
            <Td className="min-w-52">
              <Link
                href={`/normalizer/intents/${encodeURIComponent(intent.key)}`}
                className="font-mono text-sm font-medium after:absolute after:inset-0"
              >
                {intent.key}
              </Link>
              <p className="line-clamp-1 text-sm text-ink-3">{intent.description || intent.title}</p>
            </Td>
            <Td>
              {intent.merged_into ? (
                <Badge>Merged into {intent.merged_into}</Badge>
              ) : intent.status === 'approved' ? (
                <Badge tone="good">Approved</Badge>
              ) : (
                <Badge tone="bad">Rejected</Badge>
              )}
            </Td>
            <Td>
              <RiskBadge risk={intent.risk} suffix="" />
            </Td>
            <Td>
              <span className="flex flex-wrap gap-1">
                {intent.slots.map((slot) => (
                  <Badge key={slot.name} tone="slot" mono>
                    {slot.name}
                  </Badge>
                ))}
              </span>
            </Td>
            <Td className="text-right tabular-nums">{intent.phrasing_count}</Td>
            <Td className="text-right tabular-nums">{intent.patterns.length}</Td>
            <Td className="text-right whitespace-nowrap text-ink-2">
              <RelativeTime at={intent.updated_at} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}

'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { Layers, SearchX } from 'lucide-react'
import Link from 'next/link'
import { useRouter, useSearchParams } from 'next/navigation'
import { useDeferredValue, useMemo } from 'react'
import { queryString } from '@/components/data/api'
import { entriesQuery } from '@/components/data/queries'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { SearchInput } from '@/components/ui/input'
import { Page, PageHeader } from '@/components/ui/page-header'
import { LoadMore } from '@/components/ui/pagination'
import { Segmented } from '@/components/ui/segmented'
import { SkeletonRows } from '@/components/ui/skeleton'
import { EntryStateBadge } from '@/components/ui/state-badges'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { TemplateText } from '@/components/ui/template-text'
import { RelativeTime } from '@/components/ui/time'
import type { Entry } from '@/lib/entries/schema'
import { EntryTools } from './entry-tools'
import { readEntryFilters, type EntryFilters } from './filters'
import { FreshnessBadge } from './freshness-badge'

const states = [
  { value: 'all', label: 'All' },
  { value: 'active', label: 'Active' },
  { value: 'quarantined', label: 'Quarantined' },
  { value: 'disabled', label: 'Disabled' },
] as const

export function EntriesView() {
  const params = useSearchParams()
  const filters = useMemo(() => readEntryFilters(params), [params])
  const list = useInfiniteQuery(entriesQuery(useDeferredValue(filters)))
  const entries = list.data?.pages.flatMap((page) => page.items) ?? []
  const narrowed = filters.state !== '' || filters.search !== ''

  function change(patch: Partial<EntryFilters>) {
    window.history.replaceState(null, '', `/entries${queryString({ ...filters, ...patch })}`)
  }

  return (
    <Page>
      <PageHeader
        title="Entries"
        description="Approved answers, as they are served. Each change is a new version that can be taken back."
        actions={<EntryTools />}
      />
      <div className="flex flex-wrap items-center gap-2">
        <SearchInput
          aria-label="Search entries"
          placeholder="Search keys and answers"
          value={filters.search}
          onChange={(event) => change({ search: event.target.value })}
          className="w-full sm:w-72"
        />
        <div className="max-w-full overflow-x-auto">
          <Segmented
            label="State"
            value={filters.state || 'all'}
            onChange={(state) => change({ state: state === 'all' ? '' : state })}
            options={states}
          />
        </div>
      </div>
      {list.isPending && <SkeletonRows className="rounded-lg border border-line" />}
      {list.isError && !list.data && (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} what="the entries" />
      )}
      {list.data && entries.length === 0 && (
        <NoEntries narrowed={narrowed} onClear={() => change({ state: '', search: '' })} />
      )}
      {entries.length > 0 && (
        <div>
          <EntryTable entries={entries} />
          <LoadMore
            shown={entries.length}
            hasMore={list.hasNextPage}
            loading={list.isFetchingNextPage}
            onMore={() => void list.fetchNextPage()}
          />
        </div>
      )}
    </Page>
  )
}

function EntryTable({ entries }: { entries: Entry[] }) {
  const router = useRouter()
  return (
    <Table aria-label="Entries">
      <thead>
        <tr>
          <Th>Key</Th>
          <Th className="max-lg:hidden">Answer</Th>
          <Th>State</Th>
          <Th className="max-sm:hidden">Scope</Th>
          <Th className="text-right">Version</Th>
          <Th className="max-md:hidden">Updated</Th>
          <Th className="max-md:hidden">Review by</Th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <Tr key={entry.id} className="cursor-pointer" onClick={() => router.push(`/entries/${entry.id}`)}>
            <Td className="whitespace-nowrap">
              <Link
                href={`/entries/${entry.id}`}
                className="font-mono text-sm font-medium hover:underline"
                onClick={(event) => event.stopPropagation()}
              >
                {entry.key}
              </Link>
            </Td>
            <Td className="w-full max-w-0 max-lg:hidden">
              <span className="block truncate text-ink-2">
                <TemplateText text={entry.live?.answer ?? ''} oneLine />
              </span>
            </Td>
            <Td>
              <EntryStateBadge state={entry.state} />
            </Td>
            <Td className="text-ink-2 max-sm:hidden">{entry.scope}</Td>
            <Td className="text-right tabular-nums">{entry.current_version}</Td>
            <Td className="whitespace-nowrap text-ink-2 max-md:hidden">
              <RelativeTime at={entry.updated_at} />
            </Td>
            <Td className="whitespace-nowrap max-md:hidden">
              <FreshnessBadge reviewBy={entry.review_by} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}

function NoEntries({ narrowed, onClear }: { narrowed: boolean; onClear: () => void }) {
  if (narrowed) {
    return (
      <EmptyState
        icon={SearchX}
        title="No entry matches"
        action={<Button onClick={onClear}>Clear the filters</Button>}
      >
        Search looks at keys and answers.
      </EmptyState>
    )
  }
  return (
    <EmptyState
      icon={Layers}
      title="No entries yet"
      action={
        <Button asChild variant="primary">
          <Link href="/queue">Open the queue</Link>
        </Button>
      }
    >
      An entry is born when a person approves an answer in the queue. Until then, every question goes to the
      model.
    </EmptyState>
  )
}

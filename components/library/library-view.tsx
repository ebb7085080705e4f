'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { ArrowLeft, LibraryBig } from 'lucide-react'
import Link from 'next/link'
import { useDeferredValue, useState } from 'react'
import { isProblem } from '@/components/data/problem'
import { Callout } from '@/components/ui/callout'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { SearchInput } from '@/components/ui/input'
import { Page, PageHeader } from '@/components/ui/page-header'
import { LoadMore } from '@/components/ui/pagination'
import { SkeletonRows } from '@/components/ui/skeleton'
import { libraryQuery } from './queries'
import { SharedAnswerCard } from './shared-answer-card'

/** Generic answers of this deployment's workspaces, to adopt through one's own approval. */
export function LibraryView() {
  const [search, setSearch] = useState('')
  const wanted = useDeferredValue(search.trim())
  const list = useInfiniteQuery(libraryQuery(wanted))
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  const gated = isProblem(list.error) && list.error.code === 'plan_limit' ? list.error.message : null
  return (
    <Page>
      <PageHeader
        title="Shared library"
        description="Generic answers that workspaces of this deployment share. Adopting one makes a proposal, which your own people approve."
        actions={
          <Link
            href="/entries"
            className="flex items-center gap-1.5 text-base font-medium text-accent-text hover:underline"
          >
            <ArrowLeft aria-hidden className="size-4" />
            Entries
          </Link>
        }
      />
      {!gated && (
        <SearchInput
          aria-label="Search the library"
          placeholder="Search keys, titles and answers"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          className="w-full sm:w-80"
        />
      )}
      {list.isPending && <SkeletonRows rows={5} className="rounded-lg border border-line" />}
      {gated && (
        <Callout title="Not in this plan">
          {gated}{' '}
          <Link href="/settings/plan" className="font-medium text-accent-text hover:underline">
            Plan and usage
          </Link>
        </Callout>
      )}
      {list.isError && !gated && !list.data && (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} what="the library" />
      )}
      {list.data && items.length === 0 && (
        <EmptyState
          icon={LibraryBig}
          title={wanted ? 'Nothing like that is shared' : 'Nothing is shared yet'}
        >
          {wanted
            ? 'Try fewer words.'
            : 'Share a generic answer from its entry’s page: served, approved by people, without personal slots.'}
        </EmptyState>
      )}
      {items.length > 0 && (
        <div className={list.isPlaceholderData ? 'opacity-60' : ''}>
          <ul className="grid items-start gap-4 lg:grid-cols-2">
            {items.map((shared) => (
              <li key={shared.id} className="min-w-0">
                <SharedAnswerCard shared={shared} />
              </li>
            ))}
          </ul>
          <LoadMore
            shown={items.length}
            hasMore={list.hasNextPage}
            loading={list.isFetchingNextPage}
            onMore={() => void list.fetchNextPage()}
          />
        </div>
      )}
    </Page>
  )
}

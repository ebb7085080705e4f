'use client'

import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { Filter, RefreshCw, ScrollText } from 'lucide-react'
import { useSearchParams } from 'next/navigation'
import { useCallback, useMemo } from 'react'
import { useMay } from '@/components/shell/me'
import { NotForRole } from '@/components/shell/not-for-role'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { Page, PageHeader } from '@/components/ui/page-header'
import { LoadMore } from '@/components/ui/pagination'
import { Sheet } from '@/components/ui/sheet'
import { SkeletonRows } from '@/components/ui/skeleton'
import {
  countAuditFilters,
  noAuditFilters,
  readAuditFilters,
  toAuditQuery,
  writeAuditFilters,
  type AuditFilters,
} from './audit-filters'
import { AuditFiltersBar } from './audit-filters-bar'
import { AuditTable } from './audit-table'
import { CheckpointBadge } from './checkpoint-badge'
import { EventDetail } from './event-detail'
import { eventTitle } from './event-words'
import { EvidenceButton } from './evidence-button'
import { ExportButton } from './export-button'
import { auditQuery, logStateQuery } from './queries'

export function AuditView() {
  const may = useMay('audit.view')
  if (may) return <AuditLog />
  return (
    <Page>
      <PageHeader title="Audit" />
      <NotForRole>The audit log is for operators, auditors and admins.</NotForRole>
    </Page>
  )
}

function AuditLog() {
  const { filters, change, openId, open } = useAddress()
  const query = useMemo(() => toAuditQuery(filters), [filters])
  const list = useInfiniteQuery(auditQuery(query))
  const state = useQuery(logStateQuery()).data
  const client = useQueryClient()
  const mayExport = useMay('audit.export')
  const events = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data])
  const shown = events.find((event) => event.id === openId)

  return (
    <Page>
      <PageHeader
        title="Audit"
        description="Every change of state: who, what, when and why. Written with the change, chained, signed."
        meta={<CheckpointBadge />}
        actions={
          <>
            <Button
              size="icon"
              aria-label="Refresh"
              busy={list.isRefetching}
              onClick={() => void client.invalidateQueries({ queryKey: ['audit'] })}
            >
              <RefreshCw aria-hidden />
            </Button>
            {mayExport && <EvidenceButton />}
            {mayExport && <ExportButton state={state} />}
          </>
        }
      />
      <div className="flex flex-col gap-3">
        <AuditFiltersBar filters={filters} change={change} />
        {list.isPending && <SkeletonRows rows={12} className="rounded-lg border border-line bg-surface" />}
        {list.isError && !list.data && (
          <ErrorState error={list.error} onRetry={() => void list.refetch()} what="the log" />
        )}
        {list.data && events.length === 0 && <AuditEmpty filters={filters} change={change} />}
        {events.length > 0 && (
          <div className={list.isPlaceholderData ? 'opacity-60 transition-opacity' : ''}>
            <AuditTable events={events} openId={openId} onOpen={open} />
            <LoadMore
              shown={events.length}
              hasMore={list.hasNextPage}
              loading={list.isFetchingNextPage}
              onMore={() => void list.fetchNextPage()}
            />
          </div>
        )}
      </div>
      <Sheet
        open={openId !== null}
        onOpenChange={(next) => !next && open(null)}
        title={shown ? `#${shown.seq} · ${eventTitle(shown.type)}` : 'Event'}
      >
        {openId && <EventDetail key={openId} id={openId} known={shown} />}
      </Sheet>
    </Page>
  )
}

function AuditEmpty({
  filters,
  change,
}: {
  filters: AuditFilters
  change: (patch: Partial<AuditFilters>) => void
}) {
  if (countAuditFilters(filters) > 0) {
    return (
      <EmptyState
        icon={Filter}
        title="No event matches these filters"
        action={<Button onClick={() => change(noAuditFilters)}>Clear the filters</Button>}
      >
        Actors and targets are matched by their whole id.
      </EmptyState>
    )
  }
  return (
    <EmptyState icon={ScrollText} title="Nothing has happened yet">
      Approvals, rollbacks, policy changes, sign-ins: each leaves an event here that nobody can change.
    </EmptyState>
  )
}

/** Filters and the open event live in the address. The router is left out: no trip to the server. */
function useAddress() {
  const params = useSearchParams()
  const filters = useMemo(() => readAuditFilters(params), [params])
  const openId = params.get('event')
  const go = useCallback((next: AuditFilters, event: string | null) => {
    const search = new URLSearchParams(writeAuditFilters(next))
    if (event) search.set('event', event)
    const text = search.toString()
    window.history.replaceState(null, '', text ? `/audit?${text}` : '/audit')
  }, [])
  const change = useCallback(
    (patch: Partial<AuditFilters>) => go({ ...filters, ...patch }, openId),
    [go, filters, openId],
  )
  const open = useCallback((id: string | null) => go(filters, id), [go, filters])
  return { filters, change, openId, open }
}

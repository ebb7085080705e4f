'use client'

import { useQuery } from '@tanstack/react-query'
import { ChartSpline, X } from 'lucide-react'
import { useSearchParams } from 'next/navigation'
import { useCallback, useMemo } from 'react'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { Page, PageHeader } from '@/components/ui/page-header'
import { Segmented } from '@/components/ui/segmented'
import { Select } from '@/components/ui/select'
import { Skeleton } from '@/components/ui/skeleton'
import type { Analytics } from '@/lib/usage/analytics-schema'
import type { UsageRange } from '@/lib/usage/schema'
import { IntentsCard, ModelsCard, ReasonsCard, UnansweredCard } from './breakdown-cards'
import { HitRateChart, LatencyChart, RequestsChart, SavingsChart } from './charts/usage-charts'
import { FunnelCard } from './funnel-card'
import { Headline } from './headline'
import { LedgerCard } from './ledger-card'
import { analyticsQuery, readAnalyticsFilters, writeAnalyticsFilters, type AnalyticsFilters } from './queries'
import { WrongCard } from './wrong-card'

const ranges: readonly { value: UsageRange; label: string }[] = [
  { value: '1h', label: '1 h' },
  { value: '24h', label: '24 h' },
  { value: '7d', label: '7 d' },
  { value: '30d', label: '30 d' },
  { value: '90d', label: '90 d' },
  { value: '1y', label: '1 y' },
]

export function AnalyticsView() {
  const { filters, change } = useAddress()
  const query = useQuery(analyticsQuery(filters))
  const data = query.data
  return (
    <Page>
      <PageHeader
        title="Analytics"
        description="What the cache answered, what that saved, and where it could do more."
        actions={
          <Segmented
            label="Range"
            value={filters.range}
            onChange={(range) => change({ range })}
            options={ranges}
          />
        }
      />
      <Narrowing filters={filters} change={change} data={data} />
      {query.isPending && <Loading />}
      {query.isError && !data && (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} what="the numbers" />
      )}
      {data && (
        <div
          aria-busy={query.isPlaceholderData}
          className={query.isPlaceholderData ? 'opacity-60 transition-opacity' : ''}
        >
          <Numbers data={data} narrowed={filters.scope !== '' || filters.key !== ''} />
        </div>
      )}
    </Page>
  )
}

function Numbers({ data, narrowed }: { data: Analytics; narrowed: boolean }) {
  if (data.totals.requests === 0 && data.previous.requests === 0 && data.ledger.decisions === 0) {
    return (
      <EmptyState icon={ChartSpline} title="No traffic in this period">
        {narrowed
          ? 'Nothing was asked in this scope or for this intent. Try a longer range or fewer filters.'
          : 'Send a question through the gateway or the lookup API; counts appear here within a second or two.'}
      </EmptyState>
    )
  }
  return (
    <div className="flex flex-col gap-6">
      <Headline data={data} />
      <div className="grid gap-6 xl:grid-cols-2">
        <RequestsChart data={data} />
        <HitRateChart data={data} />
        <SavingsChart data={data} />
        <LatencyChart data={data} />
      </div>
      <div className="grid items-start gap-6 lg:grid-cols-2 2xl:grid-cols-3">
        <LedgerCard ledger={data.ledger} />
        <FunnelCard funnel={data.funnel} />
        <WrongCard data={data} />
        <IntentsCard data={data} />
        <ReasonsCard data={data} />
        <UnansweredCard data={data} />
      </div>
      <ModelsCard data={data} />
    </div>
  )
}

type NarrowingProps = {
  filters: AnalyticsFilters
  change: (patch: Partial<AnalyticsFilters>) => void
  data: Analytics | undefined
}

function Narrowing({ filters, change, data }: NarrowingProps) {
  const options = (all: string, known: readonly string[], chosen: string) => [
    { value: 'all', label: all },
    ...[...new Set([...(chosen ? [chosen] : []), ...known])].map((value) => ({
      value: `=${value}`,
      label: value,
    })),
  ]
  const read = (value: string) => (value === 'all' ? '' : value.slice(1))
  return (
    <div role="search" aria-label="Narrow the numbers" className="-mt-2 flex flex-wrap items-center gap-2">
      <Select
        quiet
        aria-label="Scope"
        value={filters.scope ? `=${filters.scope}` : 'all'}
        onChange={(value) => change({ scope: read(value) })}
        options={options('All scopes', data?.scopes ?? [], filters.scope)}
        className="max-w-56"
      />
      <Select
        quiet
        aria-label="Intent"
        value={filters.key ? `=${filters.key}` : 'all'}
        onChange={(value) => change({ key: read(value) })}
        options={options('All intents', data?.keys ?? [], filters.key)}
        className="max-w-64"
      />
      {(filters.scope || filters.key) && (
        <Button variant="quiet" size="sm" onClick={() => change({ scope: '', key: '' })}>
          <X aria-hidden />
          Clear
        </Button>
      )}
    </div>
  )
}

function Loading() {
  return (
    <div role="status" aria-label="Loading" className="flex flex-col gap-6">
      <Skeleton className="h-27 w-full" />
      <div className="grid gap-6 xl:grid-cols-2">
        {[0, 1, 2, 3].map((card) => (
          <Skeleton key={card} className="h-78 w-full" />
        ))}
      </div>
    </div>
  )
}

/** Filters live in the address. Changing them needs no trip to the server, so the router is left out. */
function useAddress() {
  const params = useSearchParams()
  const filters = useMemo(() => readAnalyticsFilters(params), [params])
  const change = useCallback(
    (patch: Partial<AnalyticsFilters>) => {
      const text = writeAnalyticsFilters({ ...filters, ...patch })
      window.history.replaceState(null, '', text ? `/analytics?${text}` : '/analytics')
    },
    [filters],
  )
  return { filters, change }
}

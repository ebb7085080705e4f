'use client'

import { useQuery } from '@tanstack/react-query'
import { queueSummaryQuery } from '@/components/data/queries'
import { percent, plural } from '@/components/ui/format'
import { Tabs } from '@/components/ui/tabs'
import type { QueueSummary } from '@/lib/proposals/quality/quality-schema'
import type { QueueFilters, QueueTab } from './filters'
import { QueueFiltersBar } from './queue-filters-bar'

type QueueHeaderProps = {
  filters: QueueFilters
  change: (patch: Partial<QueueFilters>) => void
  total: number | undefined
}

export function QueueHeader({ filters, change, total }: QueueHeaderProps) {
  const summary = useQuery(queueSummaryQuery()).data
  return (
    <header className="flex flex-col px-4 pt-5 sm:px-6">
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <h1 className="text-xl font-semibold tracking-tight">Queue</h1>
        <SummaryLine total={total} tab={filters.tab} summary={summary} />
      </div>
      <Tabs
        label="Proposals by state"
        value={filters.tab}
        onChange={(tab: QueueTab) => change({ tab })}
        className="mt-2"
        listClassName="-mx-2 border-b-0"
        tabs={[
          { value: 'pending', label: 'Waiting', count: summary?.pending },
          { value: 'blocked', label: 'Blocked', count: summary?.blocked },
          { value: 'decided', label: 'Decided' },
        ]}
      />
      <div className="-mx-4 border-t border-line px-4 py-2.5 sm:-mx-6 sm:px-6">
        <QueueFiltersBar filters={filters} change={change} summary={summary} />
      </div>
    </header>
  )
}

type SummaryProps = { total: number | undefined; tab: QueueTab; summary: QueueSummary | undefined }

function SummaryLine({ total, tab, summary }: SummaryProps) {
  if (total === undefined) return null
  const all = (summary?.pending ?? 0) + (summary?.blocked ?? 0)
  return (
    <p className="text-base text-ink-3 tabular-nums" role="status">
      {tab === 'decided' ? plural(total, 'decision') : plural(total, 'proposal')}
      {tab === 'pending' && !!summary?.overdue && (
        <span className="text-bad-text">
          {' '}
          · {summary.overdue.toLocaleString('en')} past the {summary.sla_hours} h goal
        </span>
      )}
      {tab === 'pending' && !!summary?.decided_today && ` · ${summary.decided_today} decided today`}
      {tab === 'blocked' && summary && all > 0 && ` · checks hold back ${percent(summary.blocked / all, 0)}`}
    </p>
  )
}

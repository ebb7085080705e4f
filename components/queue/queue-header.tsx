'use client'

import { useQuery } from '@tanstack/react-query'
import { statusCountQuery } from '@/components/data/queries'
import { percent, plural } from '@/components/ui/format'
import { Tabs } from '@/components/ui/tabs'
import { useNow } from '@/components/ui/time'
import type { Proposal } from '@/lib/proposals/schema'
import type { QueueFilters, QueueTab } from './filters'
import { QueueFiltersBar } from './queue-filters-bar'

type QueueHeaderProps = {
  filters: QueueFilters
  change: (patch: Partial<QueueFilters>) => void
  shown: readonly Proposal[]
  total: number | undefined
}

export function QueueHeader({ filters, change, shown, total }: QueueHeaderProps) {
  const pending = useQuery(statusCountQuery('pending')).data ?? undefined
  const blocked = useQuery(statusCountQuery('blocked')).data ?? undefined
  return (
    <header className="flex flex-col px-4 pt-5 sm:px-6">
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <h1 className="text-xl font-semibold tracking-tight">Queue</h1>
        <QueueSummary shown={shown} total={total} tab={filters.tab} pending={pending} blocked={blocked} />
      </div>
      <Tabs
        label="Proposals by state"
        value={filters.tab}
        onChange={(tab: QueueTab) => change({ tab })}
        className="mt-2"
        listClassName="-mx-2 border-b-0"
        tabs={[
          { value: 'pending', label: 'Waiting', count: pending },
          { value: 'blocked', label: 'Blocked', count: blocked },
          { value: 'decided', label: 'Decided' },
        ]}
      />
      <div className="-mx-4 border-t border-line px-4 py-2.5 sm:-mx-6 sm:px-6">
        <QueueFiltersBar filters={filters} change={change} />
      </div>
    </header>
  )
}

type SummaryProps = {
  shown: readonly Proposal[]
  total: number | undefined
  tab: QueueTab
  pending: number | undefined
  blocked: number | undefined
}

const goalMs = 24 * 3_600_000

function QueueSummary({ shown, total, tab, pending, blocked }: SummaryProps) {
  const now = useNow()
  if (total === undefined) return null
  const late = now === null ? 0 : shown.filter((item) => now - Date.parse(item.created_at) > goalMs).length
  const all = (pending ?? 0) + (blocked ?? 0)
  return (
    <p className="text-base text-ink-3 tabular-nums" role="status">
      {tab === 'decided' ? plural(total, 'decision') : plural(total, 'proposal')}
      {tab === 'pending' && late > 0 && <span className="text-bad-text"> · {late} past the 24 h goal</span>}
      {tab === 'blocked' && !!blocked && all > 0 && ` · checks hold back ${percent(blocked / all, 0)}`}
    </p>
  )
}

'use client'

import { Bookmark, X } from 'lucide-react'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { SearchInput } from '@/components/ui/input'
import { OnDemand } from '@/components/ui/on-demand'
import { QuietSelect } from '@/components/ui/quiet-select'
import type { QueueSummary } from '@/lib/proposals/quality/quality-schema'
import { countFilters, noFilters, type QueueFilters } from './filters'

type BarProps = {
  filters: QueueFilters
  change: (patch: Partial<QueueFilters>) => void
  summary: QueueSummary | undefined
}

const loadViews = () => import('./saved-views').then((module) => module.SavedViews)

const risks = [
  { value: 'all', label: 'Any risk' },
  { value: 'high', label: 'High risk' },
  { value: 'medium', label: 'Medium risk' },
  { value: 'low', label: 'Low risk' },
] as const
const ages = [
  { value: 'all', label: 'Any age' },
  { value: '4', label: 'Over 4 h' },
  { value: '18', label: 'Over 18 h' },
  { value: '24', label: 'Over 24 h' },
  { value: '72', label: 'Over 3 d' },
] as const
const orders = [
  { value: 'priority', label: 'By priority' },
  { value: 'count', label: 'Most asked' },
  { value: 'oldest', label: 'Oldest first' },
  { value: 'newest', label: 'Newest first' },
] as const
/** Facets with counts; what is chosen stays in the list even when nothing has it any more. */
function facetOptions(all: string, chosen: string, facets: QueueSummary['scopes'] = []) {
  const known = facets.some((facet) => facet.value === chosen)
  return [
    { value: 'all', label: all },
    ...(chosen && !known ? [{ value: chosen, label: chosen }] : []),
    ...facets.map((facet) => ({
      value: facet.value,
      label: facet.value,
      hint: facet.count.toLocaleString('en'),
    })),
  ]
}

export function QueueFiltersBar({ filters, change, summary }: BarProps) {
  const narrowed = countFilters(filters)
  return (
    <div className="flex flex-wrap items-center gap-2">
      <SearchInput
        aria-label="Search proposals"
        placeholder="Search questions, answers, intents"
        value={filters.q}
        onChange={(event) => change({ q: event.target.value })}
        className="w-full sm:w-64"
      />
      <div className="flex min-w-0 flex-1 gap-2 overflow-x-auto p-1 -m-1 sm:flex-wrap sm:overflow-visible">
        <QuietSelect
          aria-label="Risk"
          value={filters.risk || 'all'}
          onChange={(risk) => change({ risk: risk === 'all' ? '' : risk })}
          options={risks}
          className="shrink-0"
        />
        <QuietSelect
          aria-label="Finding"
          value={filters.finding || 'all'}
          onChange={(finding) => change({ finding: finding === 'all' ? '' : finding })}
          options={facetOptions('Any finding', filters.finding, summary?.findings)}
          className="shrink-0"
        />
        {(filters.scope || (summary?.scopes.length ?? 0) > 1) && (
          <QuietSelect
            aria-label="Scope"
            value={filters.scope || 'all'}
            onChange={(scope) => change({ scope: scope === 'all' ? '' : scope })}
            options={facetOptions('Any scope', filters.scope, summary?.scopes)}
            className="shrink-0"
          />
        )}
        <QuietSelect
          aria-label="Age"
          value={ages.some((age) => age.value === filters.age) ? filters.age : 'all'}
          onChange={(age) => change({ age: age === 'all' ? '' : age })}
          options={ages as unknown as { value: string; label: string }[]}
          className="shrink-0"
        />
        {filters.tab === 'decided' ? (
          <QuietSelect
            aria-label="Outcome"
            value={filters.outcome}
            onChange={(outcome) => change({ outcome })}
            options={[
              { value: 'approved', label: 'Approved' },
              { value: 'rejected', label: 'Rejected' },
            ]}
            className="shrink-0"
          />
        ) : (
          <QuietSelect
            aria-label="Order"
            value={filters.sort}
            onChange={(sort) => change({ sort })}
            options={orders}
            className="shrink-0"
          />
        )}
        <Button
          aria-pressed={filters.mine}
          onClick={() => change({ mine: !filters.mine })}
          className={filters.mine ? 'border-accent bg-accent-soft text-accent-text' : ''}
        >
          Mine
        </Button>
        {filters.key && <Chip label={filters.key} onRemove={() => change({ key: '' })} />}
        {narrowed > 0 && (
          <Button
            variant="quiet"
            onClick={() => change({ ...noFilters, tab: filters.tab, sort: filters.sort })}
          >
            Clear
          </Button>
        )}
        <span className="ml-auto shrink-0">
          <OnDemand
            kind="dialog"
            load={loadViews}
            props={{ filters, change }}
            trigger={
              <Button variant="quiet">
                <Bookmark aria-hidden />
                Views
              </Button>
            }
          />
        </span>
      </div>
    </div>
  )
}

function Chip({ label, onRemove }: { label: string; onRemove: () => void }) {
  return (
    <Badge tone="accent" mono className="h-8.5 rounded-md pl-2.5">
      {label}
      <button
        type="button"
        aria-label={`Remove filter ${label}`}
        onClick={onRemove}
        className="rounded-xs p-0.5 hover:bg-press"
      >
        <X aria-hidden />
      </button>
    </Badge>
  )
}

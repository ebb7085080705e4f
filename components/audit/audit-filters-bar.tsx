'use client'

import { X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Input, SearchInput } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import type { AuditRisk } from '@/lib/audit/schema'
import { countAuditFilters, noAuditFilters, type AuditFilters } from './audit-filters'
import { TypeFilter } from './type-filter'

type BarProps = { filters: AuditFilters; change: (patch: Partial<AuditFilters>) => void }

const risks = [
  { value: 'all', label: 'Any risk' },
  { value: 'high', label: 'High risk' },
  { value: 'medium', label: 'Medium risk' },
  { value: 'low', label: 'Low risk' },
] as const

export function AuditFiltersBar({ filters, change }: BarProps) {
  return (
    <div role="search" aria-label="Filter events" className="flex flex-wrap items-center gap-2">
      <TypeFilter value={filters.types} onChange={(types) => change({ types })} />
      <Select
        quiet
        aria-label="Risk"
        value={filters.risk || 'all'}
        onChange={(risk) => change({ risk: risk === 'all' ? '' : (risk as AuditRisk) })}
        options={risks}
      />
      <LateInput label="Actor id" value={filters.actor} onChange={(actor) => change({ actor })} />
      <LateInput label="Target id" value={filters.target} onChange={(target) => change({ target })} />
      <label className="flex items-center gap-1.5 text-sm text-ink-3">
        From
        <Input
          type="date"
          value={filters.from}
          max={filters.to || undefined}
          onChange={(event) => change({ from: event.target.value })}
          className="w-36"
        />
      </label>
      <label className="flex items-center gap-1.5 text-sm text-ink-3">
        to
        <Input
          type="date"
          value={filters.to}
          min={filters.from || undefined}
          onChange={(event) => change({ to: event.target.value })}
          className="w-36"
        />
      </label>
      {countAuditFilters(filters) > 0 && (
        <Button variant="quiet" size="sm" onClick={() => change(noAuditFilters)}>
          <X aria-hidden />
          Clear
        </Button>
      )}
    </div>
  )
}

/** Typing filters when it pauses: every letter would be a request. */
function LateInput({
  label,
  value,
  onChange,
}: {
  label: string
  value: string
  onChange: (value: string) => void
}) {
  const [draft, setDraft] = useState(value)
  const [seen, setSeen] = useState(value)
  if (value !== seen) {
    setSeen(value)
    setDraft(value)
  }
  useEffect(() => {
    if (draft === value) return
    const timer = setTimeout(() => onChange(draft), 350)
    return () => clearTimeout(timer)
  }, [draft, value, onChange])
  return (
    <SearchInput
      aria-label={label}
      placeholder={label}
      value={draft}
      onChange={(event) => setDraft(event.target.value)}
      className="w-40"
    />
  )
}

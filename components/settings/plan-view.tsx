'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ErrorState } from '@/components/ui/error-state'
import { Select } from '@/components/ui/select'
import { Skeleton } from '@/components/ui/skeleton'
import type { PlanUsage } from '@/lib/usage/statement-schema'
import { PlanCard } from './plan/plan-card'
import { StatementCard } from './plan/statement-card'
import { planQuery, statementQuery } from './queries'

/** The plan, how much of it is used, and what a month cost. */
export function PlanView() {
  const query = useQuery(planQuery())
  if (query.isPending) {
    return (
      <div role="status" aria-label="Loading" className="flex flex-col gap-6">
        <Skeleton className="h-56 w-full" />
        <Skeleton className="h-72 w-full" />
      </div>
    )
  }
  if (!query.data) {
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} what="the plan" />
  }
  return (
    <div className="flex flex-col gap-8">
      <PlanCard usage={query.data} />
      <Statements usage={query.data} />
    </div>
  )
}

function Statements({ usage }: { usage: PlanUsage }) {
  const [month, setMonth] = useState(usage.months[0]!)
  const query = useQuery({ ...statementQuery(month), placeholderData: keepPreviousData })
  return (
    <section aria-label="Statement" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="text-md font-semibold tracking-tight">Usage by month</h2>
        <Select
          aria-label="Month"
          value={month}
          onChange={setMonth}
          options={usage.months.map((value) => ({ value, label: monthWords(value) }))}
        />
      </div>
      {query.isPending && <Skeleton className="h-72 w-full" />}
      {query.isError && !query.data && (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} what="the statement" />
      )}
      {query.data && (
        <div aria-busy={query.isPlaceholderData} className={query.isPlaceholderData ? 'opacity-60' : ''}>
          <StatementCard statement={query.data} />
        </div>
      )}
    </section>
  )
}

function monthWords(month: string): string {
  const at = new Date(`${month}-01T00:00:00Z`)
  return at.toLocaleDateString('en', { month: 'long', year: 'numeric', timeZone: 'UTC' })
}

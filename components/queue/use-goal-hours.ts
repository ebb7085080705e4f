'use client'

import { useQuery } from '@tanstack/react-query'
import { queueSummaryQuery } from '@/components/data/queries'
import type { QueueSummary } from '@/lib/proposals/quality/quality-schema'

const goalOf = ({ sla_hours }: QueueSummary) => sla_hours

/** Hours within which the workspace wants a decision; undefined until they are known. */
export function useGoalHours(): number | undefined {
  return useQuery({ ...queueSummaryQuery(), select: goalOf }).data
}

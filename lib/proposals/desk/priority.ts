import { hourMs } from '@/lib/kernel/time'
import type { Risk } from '@/lib/workspaces/schema'

export const riskWeight: Record<Risk, number> = { low: 1, medium: 3, high: 9 }
const priorityBounds = { high: 18, medium: 6 } as const

export type Priority = { level: Risk; score: number; formula: string }
type Weighed = { risk: Risk; count: number; created_at: string }

/**
 * Risk × volume × age: weight 1/3/9, times log2(1 + questions), times 1 + age in days. The store
 * orders by the same formula in SQL (`lib/adapters/postgres/proposal-list.ts`).
 */
export function priorityOf({ risk, count, created_at }: Weighed, now: Date): Priority {
  const days = Math.max(0, now.getTime() - Date.parse(created_at)) / (24 * hourMs)
  const volume = Math.log2(1 + count)
  const score = riskWeight[risk] * volume * (1 + days)
  return {
    level: levelOf(score),
    score,
    formula: `risk ${riskWeight[risk]} × volume ${volume.toFixed(1)} × age ${(1 + days).toFixed(1)} = ${score.toFixed(1)}`,
  }
}

function levelOf(score: number): Risk {
  if (score >= priorityBounds.high) return 'high'
  return score >= priorityBounds.medium ? 'medium' : 'low'
}

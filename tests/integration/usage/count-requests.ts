import type { Database } from '@/lib/adapters/postgres/database'
import { usageStore } from '@/lib/adapters/postgres/usage-store'
import { UsageBatch } from '@/lib/usage/batch-usage'
import type { UsageEvent } from '@/lib/usage/schema'

export const hit = {
  scope: 'default',
  key: 'cancel_order',
  status: 'hit',
  reason: '',
  model: 'm',
  input_tokens: 10,
  output_tokens: 20,
  cost_usd: 0.0001,
  saved_usd: 0.01,
  latency_ms: 0.4,
  error: false,
} as const

/** Counts so many hits that differ from a usual one in what `event` says, as one flush of the server would. */
export async function countRequests(
  database: Database,
  where: Pick<UsageEvent, 'workspace_id' | 'at_ms'>,
  times: number,
  event: Partial<UsageEvent> = {},
): Promise<void> {
  const batch = new UsageBatch(usageStore(database.prisma))
  for (let i = 0; i < times; i++) batch.count({ ...where, ...hit, ...event })
  await batch.flush()
}

import { dayMs } from '@/lib/kernel/time'
import { addTo, type UsageRow, type UsageStore } from '@/lib/usage/batch-usage'
import type { Db } from './database'
import { Prisma } from './generated/client'

/** Adds batched counts to the roll-ups by hour and by UTC day, one statement for all rows of both. */
export function usageStore(db: Db): UsageStore {
  return {
    async add(rows) {
      await db.$executeRaw`
        WITH hours AS (${adding('hour', rows)} RETURNING 1)
        ${adding('day', byDay(rows))}`
    },
  }
}

/** Rows are taken in the order of the key: two instances that flush at once wait instead of deadlocking. */
function adding(unit: 'hour' | 'day', rows: readonly UsageRow[]): Prisma.Sql {
  const records = rows.map((row) => ({ ...row, start: new Date(row.hour_ms).toISOString() }))
  const table = Prisma.raw(`usage_${unit}`)
  const start = Prisma.raw(unit)
  return Prisma.sql`
    INSERT INTO ${table} (workspace_id, ${start}, scope, key, status, reason, model, requests, input_tokens,
      output_tokens, cost_usd, saved_usd, errors, latency)
    SELECT workspace_id, start, scope, key, status, reason, model, requests, input_tokens,
      output_tokens, cost_usd, saved_usd, errors, latency
    FROM jsonb_to_recordset(${JSON.stringify(records)}::jsonb) AS r(workspace_id text, start timestamptz, scope text,
      key text, status text, reason text, model text, requests bigint, input_tokens bigint, output_tokens bigint,
      cost_usd numeric, saved_usd numeric, errors bigint, latency jsonb)
    ORDER BY workspace_id, start, scope, key, status, reason, model
    ON CONFLICT (workspace_id, ${start}, scope, key, status, reason, model) DO UPDATE SET
      requests = ${table}.requests + excluded.requests,
      input_tokens = ${table}.input_tokens + excluded.input_tokens,
      output_tokens = ${table}.output_tokens + excluded.output_tokens,
      cost_usd = ${table}.cost_usd + excluded.cost_usd,
      saved_usd = ${table}.saved_usd + excluded.saved_usd,
      errors = ${table}.errors + excluded.errors,
      latency = (
        SELECT jsonb_agg(COALESCE((${table}.latency ->> i)::bigint, 0) + (excluded.latency ->> i)::bigint ORDER BY i)
        FROM generate_series(0, jsonb_array_length(excluded.latency) - 1) AS i)`
}

/** A statement may touch a row once, so hours of one day are added up first. */
function byDay(rows: readonly UsageRow[]): UsageRow[] {
  const days = new Map<string, UsageRow>()
  for (const row of rows) {
    const hour_ms = row.hour_ms - (row.hour_ms % dayMs)
    const id = JSON.stringify([
      row.workspace_id,
      hour_ms,
      row.scope,
      row.key,
      row.status,
      row.reason,
      row.model,
    ])
    const day = days.get(id)
    if (!day) days.set(id, { ...row, hour_ms, latency: [...row.latency] })
    else addTo(day, row)
  }
  return [...days.values()]
}

import type { UsageRow, UsageStore } from '@/lib/usage/batch-usage'
import { keySums, rollUp, rollupUnits, type KeySums, type RollupUnit } from '@/lib/usage/rollups'
import type { Db } from './database'
import { Prisma } from './generated/client'

/** Adds batched counts to all roll-ups in one statement, so that they never disagree. */
export function usageStore(db: Db): UsageStore {
  return {
    async add(rows) {
      const kinds = rollupUnits.flatMap((unit) => rollUp(rows, unit, false).map((row) => ({ ...row, unit })))
      const keys = rollupUnits.flatMap((unit) => keySums(rows, unit))
      await db.$executeRaw`
        WITH hours AS (${addingKeyed('hour', rows)} RETURNING 1),
          days AS (${addingKeyed('day', rollUp(rows, 'day', true))} RETURNING 1),
          kinds AS (${addingKinds(kinds)} RETURNING 1)
        ${addingKeys(keys)}`
    },
  }
}

const sums = Prisma.raw('requests, input_tokens, output_tokens, cost_usd, saved_usd, errors')
const typedSums = Prisma.raw(
  'requests bigint, input_tokens bigint, output_tokens bigint, cost_usd numeric, saved_usd numeric, errors bigint',
)

function added(table: Prisma.Sql, columns: string[]): Prisma.Sql {
  return Prisma.join(
    columns.map(
      (name) => Prisma.sql`${Prisma.raw(name)} = ${table}.${Prisma.raw(name)} + excluded.${Prisma.raw(name)}`,
    ),
    ', ',
  )
}

const addedSums = (table: Prisma.Sql) =>
  added(table, ['requests', 'input_tokens', 'output_tokens', 'cost_usd', 'saved_usd', 'errors'])

/** Rows are taken in the order of the key: two instances that flush at once wait instead of deadlocking. */
function addingKeyed(unit: 'hour' | 'day', rows: readonly UsageRow[]): Prisma.Sql {
  const table = Prisma.raw(`usage_${unit}`)
  const start = Prisma.raw(unit)
  return Prisma.sql`
    INSERT INTO ${table} (workspace_id, ${start}, scope, key, status, reason, model, ${sums}, latency)
    SELECT workspace_id, start, scope, key, status, reason, model, ${sums}, latency
    FROM jsonb_to_recordset(${asJson(rows)}::jsonb) AS r(workspace_id text, start timestamptz, scope text,
      key text, status text, reason text, model text, ${typedSums}, latency jsonb)
    ORDER BY workspace_id, start, scope, key, status, reason, model
    ON CONFLICT (workspace_id, ${start}, scope, key, status, reason, model) DO UPDATE SET ${addedSums(table)},
      latency = (
        SELECT jsonb_agg(COALESCE((${table}.latency ->> i)::bigint, 0) + (excluded.latency ->> i)::bigint ORDER BY i)
        FROM generate_series(0, jsonb_array_length(excluded.latency) - 1) AS i)`
}

function addingKinds(rows: readonly (UsageRow & { unit: RollupUnit })[]): Prisma.Sql {
  const table = Prisma.raw('usage_kind')
  return Prisma.sql`
    INSERT INTO ${table} (workspace_id, unit, start, scope, status, reason, model, ${sums}, latency)
    SELECT workspace_id, unit, start, scope, status, reason, model, ${sums}, latency
    FROM jsonb_to_recordset(${asJson(rows)}::jsonb) AS r(workspace_id text, unit text, start timestamptz, scope text,
      status text, reason text, model text, ${typedSums}, latency bigint[])
    ORDER BY workspace_id, unit, start, scope, status, reason, model
    ON CONFLICT (workspace_id, unit, start, scope, status, reason, model) DO UPDATE SET ${addedSums(table)},
      latency = (
        SELECT array_agg(COALESCE(before, 0) + COALESCE(more, 0) ORDER BY i)
        FROM unnest(${table}.latency, excluded.latency) WITH ORDINALITY AS l(before, more, i))`
}

function addingKeys(rows: readonly KeySums[]): Prisma.Sql {
  const table = Prisma.raw('usage_key')
  const records = rows.map(({ start_ms, ...row }) => ({ ...row, start: new Date(start_ms).toISOString() }))
  return Prisma.sql`
    INSERT INTO ${table} (workspace_id, unit, start, scope, key, requests, hits, saved_usd)
    SELECT workspace_id, unit, start, scope, key, requests, hits, saved_usd
    FROM jsonb_to_recordset(${JSON.stringify(records)}::jsonb) AS r(workspace_id text, unit text, start timestamptz,
      scope text, key text, requests bigint, hits bigint, saved_usd numeric)
    ORDER BY workspace_id, unit, start, scope, key
    ON CONFLICT (workspace_id, unit, start, scope, key) DO UPDATE SET ${added(table, ['requests', 'hits', 'saved_usd'])}`
}

function asJson(rows: readonly UsageRow[]): string {
  return JSON.stringify(rows.map((row) => ({ ...row, start: new Date(row.hour_ms).toISOString() })))
}

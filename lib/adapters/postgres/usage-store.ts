import type { UsageRow, UsageStore } from '@/lib/usage/batch-usage'
import { rollUp, rollupUnits, type RollupUnit } from '@/lib/usage/rollups'
import { helpers } from './analytics-source'
import type { Db } from './database'
import { Prisma } from './generated/client'
import { jsonRows } from './json-rows'

/**
 * Adds batched counts to all roll-ups in one statement, so that they never disagree. The rows are sent and read once;
 * the sums by key are made of them there, those by kind (few) here.
 */
export function usageStore(db: Db): UsageStore {
  return {
    async add(rows) {
      await db.$executeRaw`
        WITH counted AS MATERIALIZED (
          SELECT * FROM jsonb_to_recordset(${asJson(byTime(rows))}::jsonb) AS r(by_hour boolean, by_day boolean,
            workspace_id text, start timestamptz, scope text, key text, status text, reason text, model text,
            ${typedSums}, latency jsonb)
        ), hours AS (${addingKeyed('hour')} RETURNING 1),
          days AS (${addingKeyed('day')} RETURNING 1),
          kinds AS (${addingKinds(kindSums(rows))} RETURNING 1)
        ${addingKeys}`
    },
  }
}

type KeyedRow = UsageRow & { by_hour: boolean; by_day: boolean }

/** Most batches are of one hour: its rows are then the day's as well. */
function byTime(rows: readonly UsageRow[]): KeyedRow[] {
  const trimmed = (row: UsageRow) => ({ ...row, latency: withoutEnd(row.latency) })
  const oneHour = rows.every(({ hour_ms }) => hour_ms === rows[0]?.hour_ms)
  const hours = rows.map((row) => ({ ...trimmed(row), by_hour: true, by_day: oneHour }))
  if (oneHour) return hours
  const days = rollUp(rows, 'day', true).map((row) => ({ ...trimmed(row), by_hour: false, by_day: true }))
  return [...hours, ...days]
}

/** Hits are quick: most of their histogram is the zeros at its end, which are not kept by key. */
function withoutEnd(latency: readonly number[]): number[] {
  return latency.slice(0, Math.max(1, latency.findLastIndex((count) => count !== 0) + 1))
}

/** Without the key by each unit; a day's are added up from its hours', a week's from its days'. */
function kindSums(rows: readonly UsageRow[]): (UsageRow & { unit: RollupUnit })[] {
  let sums = rows
  return rollupUnits.flatMap((unit) => {
    sums = rollUp(sums, unit, false)
    return sums.map((row) => ({ ...row, unit }))
  })
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
function addingKeyed(unit: 'hour' | 'day'): Prisma.Sql {
  const table = Prisma.raw(`usage_${unit}`)
  const start = Prisma.raw(unit)
  return Prisma.sql`
    INSERT INTO ${table} (workspace_id, ${start}, scope, key, status, reason, model, ${sums}, latency)
    SELECT workspace_id, date_trunc(${unit}, start, 'UTC') AS start, scope, key, status, reason, model, ${sums}, latency
    FROM counted WHERE ${Prisma.raw(`by_${unit}`)}
    ORDER BY workspace_id, start, scope, key, status, reason, model
    ON CONFLICT (workspace_id, ${start}, scope, key, status, reason, model) DO UPDATE SET ${addedSums(table)},
      latency = to_jsonb(ARRAY(
        SELECT COALESCE((${table}.latency -> i)::bigint, 0) + COALESCE((excluded.latency -> i)::bigint, 0)
        FROM generate_series(0, greatest(jsonb_array_length(${table}.latency), jsonb_array_length(excluded.latency)) - 1)
          AS i ORDER BY i))`
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

/** Whatever kinds of requests they were, without the helpers' own. */
const addingKeys = Prisma.sql`
  INSERT INTO usage_key (workspace_id, unit, start, scope, key, requests, hits, saved_usd)
  SELECT workspace_id, unit, date_trunc(unit, start, 'UTC') AS start, scope, key, sum(requests),
    COALESCE(sum(requests) FILTER (WHERE status = 'hit'), 0), sum(saved_usd)
  FROM counted CROSS JOIN unnest(${[...rollupUnits]}::text[]) AS unit
  WHERE by_hour AND reason NOT IN (${helpers})
  GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
  ON CONFLICT (workspace_id, unit, start, scope, key) DO UPDATE SET
    ${added(Prisma.raw('usage_key'), ['requests', 'hits', 'saved_usd'])}`

function asJson(rows: readonly UsageRow[]): string {
  return jsonRows(rows.map(({ hour_ms, ...row }) => ({ ...row, start: new Date(hour_ms).toISOString() })))
}

import { bucketCount } from '@/lib/usage/histogram'
import type { RollupKeeper } from '@/lib/usage/keep-rollups'
import type { RollupUnit } from '@/lib/usage/rollups'
import { rollupUnits } from '@/lib/usage/rollups'
import { helpers } from './analytics-source'
import type { Database, Db } from './database'
import { Prisma } from './generated/client'

const latencySums = Prisma.raw(
  Array.from({ length: bucketCount }, (_, i) => `coalesce(sum((latency->${i})::bigint), 0)::bigint`).join(
    ', ',
  ),
)

/** Where the sums of a unit come from, and the start of the unit that a row is in. */
const sources: Record<RollupUnit, { table: Prisma.Sql; column: Prisma.Sql; start: Prisma.Sql }> = {
  hour: source('usage_hour', 'hour', 'hour'),
  day: source('usage_day', 'day', 'day'),
  week: source('usage_day', 'day', `date_trunc('week', day, 'UTC')`),
}

function source(table: string, column: string, start: string) {
  return { table: Prisma.raw(table), column: Prisma.raw(column), start: Prisma.raw(start) }
}

export function rollupKeeper(database: Database, workspaceId: string): RollupKeeper {
  return {
    async firstDifference(sinceMs) {
      const since = new Date(sinceMs)
      // A batch is one statement, so that one snapshot has all of its rows or none.
      const [row] = await database.prisma.$queryRaw<[{ day: Date | null }]>`
        SELECT min(d.day) AS day
        FROM (SELECT day, sum(requests) AS requests FROM usage_day
            WHERE workspace_id = ${workspaceId} AND day >= ${since} GROUP BY day) AS d
          LEFT JOIN (SELECT start, sum(requests) AS requests FROM usage_kind
            WHERE workspace_id = ${workspaceId} AND unit = 'day' AND start >= ${since} GROUP BY start) AS k
          ON k.start = d.day
        WHERE d.requests IS DISTINCT FROM k.requests`
      return row.day?.getTime() ?? null
    },
    rebuild: (fromMs) =>
      database.transaction(async (db) => {
        // Nobody counts meanwhile: every batch takes this table first.
        await db.$executeRaw`LOCK TABLE usage_hour IN SHARE ROW EXCLUSIVE MODE`
        for (const unit of rollupUnits) await rebuildUnit(db, workspaceId, unit, new Date(fromMs))
      }),
    async drop(before, limit) {
      const db = database.prisma
      const mine = Prisma.sql`workspace_id = ${workspaceId}`
      const at = (ms: number) => new Date(ms)
      return (
        (await drop(db, 'usage_hour', Prisma.sql`${mine} AND hour < ${at(before.hours)}`, limit)) +
        (await drop(db, 'usage_day', Prisma.sql`${mine} AND day < ${at(before.days)}`, limit)) +
        (await drop(
          db,
          'usage_key',
          Prisma.sql`${mine} AND unit = 'hour' AND start < ${at(before.hours)}`,
          limit,
        )) +
        (await drop(
          db,
          'usage_kind',
          Prisma.sql`${mine} AND unit = 'hour' AND start < ${at(before.hours_by_kind)}`,
          limit,
        ))
      )
    },
  }
}

async function rebuildUnit(db: Db, workspaceId: string, unit: RollupUnit, from: Date): Promise<void> {
  const { table, column, start } = sources[unit]
  const sums = Prisma.sql`workspace_id = ${workspaceId} AND unit = ${unit} AND start >= ${from}`
  const rows = Prisma.sql`${table} WHERE workspace_id = ${workspaceId} AND ${column} >= ${from}`
  await db.$executeRaw`DELETE FROM usage_kind WHERE ${sums}`
  await db.$executeRaw`
    INSERT INTO usage_kind (workspace_id, unit, start, scope, status, reason, model, requests, input_tokens,
      output_tokens, cost_usd, saved_usd, errors, latency)
    SELECT workspace_id, ${unit}, ${start}, scope, status, reason, model, sum(requests), sum(input_tokens),
      sum(output_tokens), sum(cost_usd), sum(saved_usd), sum(errors), ARRAY[${latencySums}]
    FROM ${rows} GROUP BY 1, 3, 4, 5, 6, 7`
  await db.$executeRaw`DELETE FROM usage_key WHERE ${sums}`
  await db.$executeRaw`
    INSERT INTO usage_key (workspace_id, unit, start, scope, key, requests, hits, saved_usd)
    SELECT workspace_id, ${unit}, ${start}, scope, key, sum(requests),
      coalesce(sum(requests) FILTER (WHERE status = 'hit'), 0), sum(saved_usd)
    FROM ${rows} AND reason NOT IN (${helpers}) GROUP BY 1, 3, 4, 5`
}

function drop(db: Db, table: string, old: Prisma.Sql, limit: number): Promise<number> {
  const name = Prisma.raw(table)
  // The condition stands twice: a row's place is its own within one part of a table only.
  return db.$executeRaw`
    DELETE FROM ${name} WHERE ${old} AND ctid = ANY(ARRAY(SELECT ctid FROM ${name} WHERE ${old} LIMIT ${limit}))`
}

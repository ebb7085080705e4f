import { addUsd } from '@/lib/kernel/money'
import type { ReadRequests } from '@/lib/usage/monthly-quota'
import type { MonthSums, StatementReader } from '@/lib/usage/statement-ports'
import { HelperLine } from '@/lib/usage/statement-schema'
import { WorkspacePolicy } from '@/lib/workspaces/schema'
import { helpers } from './analytics-source'
import type { Db, Scoped } from './database'

type SumRow = {
  kind: 'hit' | 'model' | 'helper'
  name: string
  requests: number
  input_tokens: number
  output_tokens: number
  cost_usd: number
  saved_usd: number
}

/** Months are read from the roll-up by UTC day, which is written with the one by hour that the ledger reads. */
export function statementReader(scoped: Scoped): StatementReader {
  const { db, workspaceId } = scoped
  return {
    async workspace() {
      const row = await db.workspace.findUniqueOrThrow({ where: { id: workspaceId } })
      const { hit_price_usd } = WorkspacePolicy.parse(row.policy)
      return { plan: row.plan, created_at: row.created_at, hit_price_usd }
    },
    sums: (from, to) => readSums(scoped, from, to),
    async adjustments(month) {
      const where = { workspace_id: workspaceId, month }
      const rows = await db.usageAdjustment.findMany({ where, orderBy: { created_at: 'asc' } })
      return rows.map(({ id, amount_usd, note, created_by, created_at }) => ({
        id,
        amount_usd: Number(amount_usd),
        note,
        created_by,
        created_at: created_at.toISOString(),
      }))
    },
    async used(now, month) {
      const [row] = await db.$queryRaw<[{ people: number; intents: number; keys: number }]>`
        SELECT
          ((SELECT count(*) FROM membership WHERE workspace_id = ${workspaceId} AND removed_at IS NULL)
            + (SELECT count(*) FROM invitation WHERE workspace_id = ${workspaceId} AND accepted_at IS NULL
                AND revoked_at IS NULL AND expires_at > ${now}))::int AS people,
          (SELECT count(*)::int FROM intent WHERE workspace_id = ${workspaceId}) AS intents,
          (SELECT count(*)::int FROM api_key WHERE workspace_id = ${workspaceId} AND revoked_at IS NULL
            AND (expires_at IS NULL OR expires_at > ${now})) AS keys`
      return { ...row, requests_per_month: await requestReader(db)(workspaceId, month) }
    },
  }
}

/** Requests since the beginning of a month; what we ask for ourselves is none. */
export function requestReader(db: Db): ReadRequests {
  return async (workspaceId, from) => {
    const [row] = await db.$queryRaw<[{ requests: number }]>`
      SELECT coalesce(sum(requests), 0)::float8 AS requests FROM usage_kind
      WHERE workspace_id = ${workspaceId} AND unit = 'day' AND start >= ${from} AND reason NOT IN (${helpers})`
    return row.requests
  }
}

async function readSums({ db, workspaceId }: Scoped, from: Date, to: Date): Promise<MonthSums> {
  const rows = await db.$queryRaw<SumRow[]>`
    SELECT CASE WHEN reason IN (${helpers}) THEN 'helper' WHEN status = 'hit' THEN 'hit' ELSE 'model' END AS kind,
      CASE WHEN reason IN (${helpers}) THEN reason WHEN status = 'hit' THEN '' ELSE model END AS name,
      sum(requests)::float8 AS requests, sum(input_tokens)::float8 AS input_tokens,
      sum(output_tokens)::float8 AS output_tokens, sum(cost_usd)::float8 AS cost_usd,
      sum(saved_usd)::float8 AS saved_usd
    FROM usage_kind WHERE workspace_id = ${workspaceId} AND unit = 'day' AND start >= ${from} AND start < ${to}
    GROUP BY 1, 2 ORDER BY cost_usd DESC, name`
  const of = (kind: SumRow['kind']) => rows.filter((row) => row.kind === kind)
  const hits = of('hit')
  const count = (some: readonly SumRow[]) => some.reduce((sum, { requests }) => sum + requests, 0)
  return {
    requests: count(hits) + count(of('model')),
    hits: count(hits),
    metered_usd: hits.reduce((sum, row) => addUsd(sum, row.cost_usd), 0),
    saved_usd: hits.reduce((sum, row) => addUsd(sum, row.saved_usd), 0),
    // A miss of the look-up API names no model and costs nothing.
    models: of('model')
      .filter(({ name }) => name !== '')
      .map(({ name, requests, input_tokens, output_tokens, cost_usd }) => ({
        model: name,
        requests,
        input_tokens,
        output_tokens,
        cost_usd,
      })),
    helpers: of('helper').map(({ name, requests, cost_usd }) =>
      HelperLine.parse({ reason: name, requests, cost_usd }),
    ),
  }
}

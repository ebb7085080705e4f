import { newId } from '@/lib/kernel/ids'
import { dayMs } from '@/lib/kernel/time'
import type { ContextFacts, HitReports } from '@/lib/proposals/ports'
import { redact } from '@/lib/safety/redact'
import type { Scoped } from './database'
import { toDecision } from './proposal-rows'

export function hitReports({ db, workspaceId }: Scoped): HitReports {
  return {
    async add({ hit_id, entry_id, version, reason, actor }) {
      const rows = await db.$executeRaw`
        INSERT INTO hit_report (id, workspace_id, hit_id, entry_id, version, reason, actor_type, actor_id)
        VALUES (${newId('rep')}, ${workspaceId}, ${hit_id}, ${entry_id}, ${version}, ${redact(reason).text}, ${actor.type}, ${actor.id})
        ON CONFLICT (workspace_id, hit_id) DO NOTHING`
      return rows === 1
    },
    count: (entryId, version) =>
      db.hitReport.count({ where: { workspace_id: workspaceId, entry_id: entryId, version } }),
  }
}

export function contextFacts({ db, workspaceId }: Scoped): ContextFacts {
  return {
    async usage(scope, key, now) {
      const since = new Date(now.getTime() - 7 * dayMs)
      const rows = await db.$queryRaw<{ requests: bigint; misses: bigint; cost: number | null }[]>`
        SELECT COALESCE(sum(requests), 0)::bigint AS requests,
          COALESCE(sum(requests) FILTER (WHERE status <> 'hit'), 0)::bigint AS misses,
          sum(cost_usd) FILTER (WHERE status <> 'hit') AS cost
        FROM usage_hour WHERE workspace_id = ${workspaceId} AND scope = ${scope} AND key = ${key} AND hour >= ${since}`
      const row = rows[0]
      const misses = Number(row?.misses ?? 0)
      return {
        requests: Number(row?.requests ?? 0),
        miss_cost_usd: misses > 0 && row?.cost ? row.cost / misses : null,
      }
    },
    async others(scope, key, limit) {
      return db.$queryRaw<{ key: string; entry_id: string | null; answer: string }[]>`
        (SELECT e.key, e.id AS entry_id, v.answer FROM entry e
          JOIN entry_version v ON v.entry_id = e.id AND v.version = e.current_version
          WHERE e.workspace_id = ${workspaceId} AND e.scope = ${scope} AND e.key <> ${key}
          ORDER BY e.updated_at DESC LIMIT ${limit})
        UNION ALL
        (SELECT p.key, NULL AS entry_id, p.answer FROM proposal p
          WHERE p.workspace_id = ${workspaceId} AND p.scope = ${scope} AND p.key <> ${key}
            AND p.status = 'pending' AND p.seeded IS NULL
            AND NOT EXISTS (SELECT 1 FROM entry e WHERE e.workspace_id = p.workspace_id AND e.scope = p.scope AND e.key = p.key AND e.current_version > 0)
          ORDER BY p.last_seen_at DESC LIMIT ${limit})`
    },
    async history(scope, key, except, limit) {
      const rows = await db.decision.findMany({
        where: {
          workspace_id: workspaceId,
          proposal: {
            scope,
            key,
            seeded: null,
            id: { not: except },
            status: { in: ['approved', 'rejected', 'withdrawn'] },
          },
        },
        orderBy: { id: 'desc' },
        take: limit,
      })
      return rows.map(toDecision)
    },
    async assistant(id) {
      const row = await db.proposal.findFirst({
        where: { id, workspace_id: workspaceId },
        select: { assistant: true },
      })
      return row?.assistant ?? null
    },
  }
}

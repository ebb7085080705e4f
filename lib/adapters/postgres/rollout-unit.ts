import { notFound } from '@/lib/kernel/errors'
import { hourMs } from '@/lib/kernel/time'
import type { RolloutDeps, RolloutReader } from '@/lib/normalization/rollout/ports'
import { WorkspaceMode, WorkspacePolicy } from '@/lib/workspaces/schema'
import { auditTrail } from './audit-trail'
import type { Database, Scoped } from './database'
import { noticeWriter } from './desk-store'
import { Prisma } from './generated/client'
import { outboxWriter } from './outbox-store'
import { workspaceWriter } from './workspace-unit'

/** What backing off works with, but for the clock. */
export function rolloutUnit(database: Database, now: () => Date): Pick<RolloutDeps, 'read' | 'transact'> {
  return {
    read: (workspaceId) => reader({ db: database.prisma, workspaceId }),
    transact: (workspaceId, work) =>
      database.transaction((db) => {
        const scoped = { db, workspaceId }
        const workspace = workspaceWriter(scoped)
        return work({
          workspaceId,
          ...reader(scoped, Prisma.sql`FOR UPDATE`),
          audit: auditTrail(scoped, now),
          setPolicy: (policy, at) => workspace.setPolicy(policy, { rolloutAt: at }),
          setShadow: (at) => workspace.setMode('shadow', at),
          notify: (title, at) =>
            noticeWriter(scoped).add(
              {
                kind: 'rollout_backed_off',
                title,
                href: '/settings/policy',
                subject: { type: 'workspace', id: workspaceId },
                to: 'deciders',
              },
              at,
            ),
          async announce(at) {
            const item = { topic: 'workspace.changed' as const, subject_id: workspaceId }
            await outboxWriter(scoped).add({ ...item, payload: { what: 'rollout' }, available_at: at })
          },
        })
      }),
  }
}

type StateRow = { name: string; mode: string; policy: unknown; since: Date }

function reader({ db, workspaceId }: Scoped, lock: Prisma.Sql = Prisma.empty): RolloutReader {
  return {
    async state() {
      const [row] = await db.$queryRaw<StateRow[]>`
        SELECT name, mode, policy, coalesce(rollout_at, created_at) AS since
        FROM workspace WHERE id = ${workspaceId} ${lock}`
      if (!row) throw notFound('The workspace')
      const { name, since } = row
      return { name, since, mode: WorkspaceMode.parse(row.mode), policy: WorkspacePolicy.parse(row.policy) }
    },
    async evidence(since) {
      const hour = new Date(since.getTime() - (since.getTime() % hourMs))
      const [row] = await db.$queryRaw<[{ judged: number; wrong: number; hits: number; reports: number }]>`
        SELECT
          (SELECT coalesce(sum(count), 0)::int FROM judgement
            WHERE workspace_id = ${workspaceId} AND judged_at >= ${since}) AS judged,
          (SELECT coalesce(sum(count), 0)::int FROM judgement
            WHERE workspace_id = ${workspaceId} AND judged_at >= ${since} AND NOT correct) AS wrong,
          (SELECT greatest(coalesce(sum(requests), 0) - (SELECT rollout_hits_before FROM workspace WHERE id = ${workspaceId}), 0)::float8
            FROM usage_kind WHERE workspace_id = ${workspaceId} AND unit = 'hour' AND start >= ${hour} AND status = 'hit') AS hits,
          (SELECT count(*)::int FROM hit_report
            WHERE workspace_id = ${workspaceId} AND created_at >= ${since}) AS reports`
      return row
    },
  }
}

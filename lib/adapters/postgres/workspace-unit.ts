import { L0Error, notFound } from '@/lib/kernel/errors'
import { hourMs } from '@/lib/kernel/time'
import type { WorkspaceUnit, WorkspaceWriter } from '@/lib/workspaces/ports'
import { auditTrail } from './audit-trail'
import type { Database, Scoped } from './database'
import type { Workspace as Row } from './generated/client'
import { memberStore } from './member-store'
import { outboxWriter } from './outbox-store'
import { toWorkspace } from './workspace-store'

export function workspaceUnit(database: Database, now: () => Date): WorkspaceUnit {
  return {
    transact: (workspaceId, work) =>
      database.transaction((db) =>
        work({
          workspace: workspaceWriter({ db, workspaceId }),
          members: memberStore({ db, workspaceId }),
          audit: auditTrail({ db, workspaceId }, now),
          announce: async ({ what, at }) => {
            const payload = { what }
            const topic = 'workspace.changed' as const
            await outboxWriter({ db, workspaceId }).add({
              topic,
              subject_id: workspaceId,
              payload,
              available_at: at,
            })
          },
        }),
      ),
  }
}

export function workspaceWriter({ db, workspaceId: id }: Scoped): WorkspaceWriter {
  return {
    create: async ({ now, ...workspace }) => {
      const data = [{ ...workspace, id, created_at: now }]
      const { count } = await db.workspace.createMany({ data, skipDuplicates: true })
      if (count === 0) throw new L0Error('conflict', `The short name "${workspace.slug}" is taken.`)
    },
    lock: async () => {
      const [row] = await db.$queryRaw<Row[]>`SELECT * FROM workspace WHERE id = ${id} FOR UPDATE`
      if (!row) throw notFound('This workspace')
      return toWorkspace(row)
    },
    setPolicy: async (policy, { rolloutAt } = { rolloutAt: null }) => {
      const since = rolloutAt ? await evidenceFrom({ db, workspaceId: id }, rolloutAt) : {}
      const data = { policy, policy_version: { increment: 1 }, ...since }
      return toWorkspace(await db.workspace.update({ where: { id }, data }))
    },
    setMode: async (mode, now) => {
      const since = await evidenceFrom({ db, workspaceId: id }, now)
      await db.workspace.update({ where: { id }, data: { mode, ...since }, select: { id: true } })
    },
    setPlan: async (plan) => {
      await db.workspace.update({ where: { id }, data: { plan }, select: { id: true } })
    },
    addAdjustment: async (adjustment) => {
      await db.usageAdjustment.create({ data: { ...adjustment, workspace_id: id }, select: { id: true } })
    },
    rename: async (name) => {
      await db.workspace.update({ where: { id }, data: { name }, select: { id: true } })
    },
  }
}

/** Wrong answers are held against the hits since: usage is kept by the hour, so what this one had is taken off. */
async function evidenceFrom({ db, workspaceId }: Scoped, at: Date) {
  const hour = new Date(at.getTime() - (at.getTime() % hourMs))
  const [row] = await db.$queryRaw<[{ hits: bigint }]>`
    SELECT coalesce(sum(requests), 0)::bigint AS hits FROM usage_kind
    WHERE workspace_id = ${workspaceId} AND unit = 'hour' AND start = ${hour} AND status = 'hit'`
  return { rollout_at: at, rollout_hits_before: row.hits }
}

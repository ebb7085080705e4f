import { notFound } from '@/lib/kernel/errors'
import type { StoredUpstream, UpstreamUnit, UpstreamWriter } from '@/lib/workspaces/upstream/ports'
import type { UpstreamProvider } from '@/lib/workspaces/upstream/schema'
import { auditTrail } from './audit-trail'
import type { Database, Scoped } from './database'
import type { Upstream as Row } from './generated/client'
import { outboxWriter } from './outbox-store'

export function upstreamUnit(database: Database, now: () => Date): UpstreamUnit {
  return {
    list: (workspaceId) => list({ db: database.prisma, workspaceId }),
    transact: (workspaceId, work) =>
      database.transaction((db) =>
        work({
          upstreams: upstreamWriter({ db, workspaceId }),
          audit: auditTrail({ db, workspaceId }, now),
          announce: async (at) => {
            const item = { topic: 'workspace.changed' as const, subject_id: workspaceId }
            await outboxWriter({ db, workspaceId }).add({
              ...item,
              payload: { what: 'upstream' },
              available_at: at,
            })
          },
        }),
      ),
  }
}

async function list({ db, workspaceId }: Scoped): Promise<StoredUpstream[]> {
  const rows = await db.upstream.findMany({
    where: { workspace_id: workspaceId },
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
  })
  return rows.map(toStored)
}

function upstreamWriter({ db, workspaceId }: Scoped): UpstreamWriter {
  return {
    lockAll: async () => {
      await db.$queryRaw`SELECT id FROM workspace WHERE id = ${workspaceId} FOR UPDATE`
      return list({ db, workspaceId })
    },
    add: async (upstream, now) => {
      const last = await db.upstream.aggregate({
        where: { workspace_id: workspaceId },
        _max: { position: true },
      })
      const position = (last._max.position ?? 0) + 1
      const data = { ...upstream, workspace_id: workspaceId, position, created_at: now, updated_at: now }
      await db.upstream.create({ data, select: { id: true } })
    },
    update: async (id, change, now) => {
      const { count } = await db.upstream.updateMany({
        where: { id, workspace_id: workspaceId },
        data: { ...change, updated_at: now },
      })
      if (count === 0) throw notFound('The model')
    },
    remove: async (id) => {
      await db.upstream.deleteMany({ where: { id, workspace_id: workspaceId } })
    },
    setOrder: async (ids) => {
      for (const [index, id] of ids.entries())
        await db.upstream.updateMany({
          where: { id, workspace_id: workspaceId },
          data: { position: index + 1 },
        })
    },
  }
}

function toStored({ workspace_id: _, position: __, ...row }: Row): StoredUpstream {
  return {
    ...row,
    provider: row.provider as UpstreamProvider,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  }
}

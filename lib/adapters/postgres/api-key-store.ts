import type { ApiKeyDirectory, ApiKeyRecord, ApiKeyStore } from '@/lib/auth/ports'
import type { ApiKeyView, ApiScope } from '@/lib/auth/schema'
import type { Db, Scoped } from './database'
import { Prisma, type ApiKey } from './generated/client'

/** API keys of one workspace. */
export function apiKeyStore({ db, workspaceId }: Scoped): ApiKeyStore {
  return {
    list: async () => {
      const rows = await db.apiKey.findMany({
        where: { workspace_id: workspaceId },
        orderBy: { created_at: 'desc' },
        take: 500,
      })
      return rows.map(toView)
    },
    lock: async (id) => {
      const rows = await db.$queryRaw<ApiKey[]>`
        SELECT * FROM api_key WHERE id = ${id} AND workspace_id = ${workspaceId} FOR UPDATE`
      return rows[0] ? toRecord(rows[0]) : null
    },
    add: async (key) => {
      const data = {
        ...key,
        workspace_id: workspaceId,
        created_at: new Date(key.created_at),
        expires_at: key.expires_at ? new Date(key.expires_at) : null,
        revoked_at: null,
        last_used_at: null,
      }
      await db.apiKey.create({ data, select: { id: true } })
    },
    successor: async (id) => {
      const where = { workspace_id: workspaceId, replaces: id, revoked_at: null }
      const row = await db.apiKey.findFirst({ where })
      return row && toView(row)
    },
    setExpiry: async (id, at) => {
      await db.apiKey.updateMany({ where: { id, workspace_id: workspaceId }, data: { expires_at: at } })
    },
    revoke: async (id, now) => {
      const where = { id, workspace_id: workspaceId, revoked_at: null }
      await db.apiKey.updateMany({ where, data: { revoked_at: now } })
    },
  }
}

/** Keys of all workspaces, by what a caller presents. */
export function apiKeyDirectory({ db }: { db: Db }): ApiKeyDirectory {
  return {
    findByPrefix: async (prefix) => {
      const row = await db.apiKey.findUnique({ where: { prefix } })
      return row && toRecord(row)
    },
    markUsed: async (times) => {
      if (times.size === 0) return
      const rows = [...times].map(([id, at]) => Prisma.sql`(${id}::text, ${at}::timestamptz)`)
      await db.$executeRaw`
        UPDATE api_key SET last_used_at = GREATEST(api_key.last_used_at, used.at)
          FROM (VALUES ${Prisma.join(rows)}) AS used (id, at) WHERE api_key.id = used.id`
    },
  }
}

function toView(row: ApiKey): ApiKeyView {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: row.scopes as ApiScope[],
    allowed_cidrs: row.allowed_cidrs,
    rate_per_minute: row.rate_per_minute,
    created_at: row.created_at.toISOString(),
    expires_at: row.expires_at?.toISOString() ?? null,
    revoked_at: row.revoked_at?.toISOString() ?? null,
    last_used_at: row.last_used_at?.toISOString() ?? null,
    replaces: row.replaces,
  }
}

function toRecord(row: ApiKey): ApiKeyRecord {
  const { workspace_id, secret_hash, created_by } = row
  return { ...toView(row), workspace_id, secret_hash, created_by }
}

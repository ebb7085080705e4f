import { notFound } from '@/lib/kernel/errors'
import { WorkspacePolicy, type Workspace, type WorkspaceMode } from '@/lib/workspaces/schema'
import type { WorkspaceStore } from '@/lib/workspaces/ports'
import type { Db } from './database'
import type { Workspace as Row } from './generated/client'

/** Reads workspaces; never their salt or secrets with them. */
export function workspaceStore({ db }: { db: Db }): WorkspaceStore {
  return {
    get: async (id) => {
      const row = await db.workspace.findUnique({ where: { id } })
      return row && toWorkspace(row)
    },
    findBySlug: async (slug) => {
      const row = await db.workspace.findUnique({ where: { slug } })
      return row && toWorkspace(row)
    },
    list: async () => (await db.workspace.findMany({ orderBy: { created_at: 'asc' } })).map(toWorkspace),
    salt: async (id) => {
      const row = await db.workspace.findUnique({ where: { id }, select: { salt: true } })
      if (!row) throw notFound('This workspace')
      return row.salt
    },
  }
}

/** A policy stored by an older release lacks what was added since: defaults fill it in. */
export function toWorkspace(row: Row): Workspace {
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    plan: row.plan,
    mode: row.mode as WorkspaceMode,
    policy: WorkspacePolicy.parse(row.policy),
    policy_version: row.policy_version,
    created_at: row.created_at.toISOString(),
  }
}

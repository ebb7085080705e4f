import type { PublishSource } from '@/lib/entries/ports'
import { TemplateSlot, type EntryState, type PublishedEntry } from '@/lib/entries/schema'
import { Prisma } from './generated/client'
import type { Db } from './database'

type Row = {
  id: string
  workspace_id: string
  scope: string
  key: string
  state: string
  revision: bigint
  version: number
  answer: string
  slots: unknown
  created_at: Date
}

const columns = Prisma.sql`e.id, e.workspace_id, e.scope, e.key, e.state, e.revision, v.version, v.answer, v.slots, v.created_at`
const joined = Prisma.sql`entry e JOIN entry_version v ON v.entry_id = e.id AND v.version = e.current_version`

/** What the hot store ought to hold, across workspaces: for the publisher and as the reader's last resort. */
export function publishSource(db: Db): PublishSource {
  const one = async (where: Prisma.Sql): Promise<PublishedEntry | null> => {
    const rows = await db.$queryRaw<Row[]>`SELECT ${columns} FROM ${joined} WHERE ${where}`
    return rows[0] ? toPublished(rows[0]) : null
  }
  return {
    published: (workspaceId, entryId) =>
      one(Prisma.sql`e.workspace_id = ${workspaceId} AND e.id = ${entryId}`),
    publishedByKey: (workspaceId, scope, key) =>
      one(Prisma.sql`e.workspace_id = ${workspaceId} AND e.scope = ${scope} AND e.key = ${key}`),
    async allPublished(after, limit) {
      const rows = await db.$queryRaw<Row[]>`
        SELECT ${columns} FROM ${joined} WHERE e.id > ${after ?? ''} ORDER BY e.id LIMIT ${limit}`
      return rows.map(toPublished)
    },
    async publishedOf(workspaceId, after, limit) {
      const rows = await db.$queryRaw<Row[]>`
        SELECT ${columns} FROM ${joined} WHERE e.workspace_id = ${workspaceId} AND e.id > ${after ?? ''}
        ORDER BY e.id LIMIT ${limit}`
      return rows.map(toPublished)
    },
    async countPublished() {
      return db.entry.count({ where: { current_version: { gt: 0 } } })
    },
  }
}

function toPublished(row: Row): PublishedEntry {
  return {
    workspace: row.workspace_id,
    scope: row.scope,
    key: row.key,
    entry: row.id,
    version: row.version,
    revision: Number(row.revision),
    state: row.state as EntryState,
    answer: row.answer,
    slots: TemplateSlot.array().parse(row.slots),
    approved_at: row.created_at.toISOString(),
  }
}

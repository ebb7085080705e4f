import { TemplateSlot } from '@/lib/entries/schema'
import type { LibraryStore } from '@/lib/proposals/library/ports'
import type { SharedAnswer } from '@/lib/proposals/library/schema'
import { Risk } from '@/lib/workspaces/schema'
import { z } from 'zod'
import { auditTrail } from './audit-trail'
import type { Scoped } from './database'
import { Prisma, type SharedAnswer as Stored } from './generated/client'
import { cursorDate, decodeCursor, encodeCursor, likePattern } from './paging'

type Row = Pick<Stored, 'id' | 'workspace_id' | 'key' | 'title' | 'description' | 'risk' | 'phrasings'> &
  Pick<Stored, 'slots' | 'answer' | 'published_at'> & { adopted_as: string | null }

const library = { type: 'system', id: 'library', label: 'Shared library' } as const

/**
 * The one store that reads across workspaces. Every read of it goes through `shown`: what is published, and of what its
 * workspace serves itself; and through `select`, which names the columns that others may see.
 */
export function libraryStore({ db, workspaceId }: Scoped, now: () => Date): LibraryStore {
  const read = (where: Prisma.Sql, limit: number) => db.$queryRaw<Row[]>`
    SELECT ${select}, a.proposal_id AS adopted_as FROM shared_answer s
    LEFT JOIN library_adoption a ON a.shared_id = s.id AND a.workspace_id = ${workspaceId}
    WHERE ${shown} ${where}
    ORDER BY s.published_at DESC, s.id DESC LIMIT ${limit}`
  const view = (row: Row) => toShared(row, workspaceId)
  return {
    async list({ search, cursor, limit }) {
      const after = decodeCursor(cursor, 2)
      const below = after
        ? Prisma.sql`AND (s.published_at, s.id) < (${cursorDate(after[0]!)}, ${after[1]!})`
        : Prisma.empty
      const matching = search
        ? Prisma.sql`AND (s.key || ' ' || s.title || ' ' || s.description || ' ' || s.answer) ILIKE ${likePattern(search)}`
        : Prisma.empty
      const rows = await read(Prisma.sql`${matching} ${below}`, limit + 1)
      const items = rows.slice(0, limit).map(view)
      const last = items.at(-1)
      const more = rows.length > limit && last
      return { items, next_cursor: more ? encodeCursor([last.published_at, last.id]) : null }
    },
    async get(id) {
      const [row] = await read(Prisma.sql`AND s.id = ${id}`, 1)
      return row ? view(row) : null
    },
    async publish(shared, at) {
      await db.sharedAnswer.updateMany({
        where: { workspace_id: workspaceId, key: shared.key, unpublished_at: null },
        data: { unpublished_at: at },
      })
      const data = { ...shared, workspace_id: workspaceId, published_at: at }
      await db.sharedAnswer.create({ data, select: { id: true } })
    },
    async unpublish(id, at) {
      const where = { id, workspace_id: workspaceId, unpublished_at: null }
      return (await db.sharedAnswer.updateMany({ where, data: { unpublished_at: at } })).count === 1
    },
    async recordAdoption(id, { proposal_id, by }, at) {
      const data = [{ workspace_id: workspaceId, shared_id: id, proposal_id, adopted_by: by, adopted_at: at }]
      return (await db.libraryAdoption.createMany({ data, skipDuplicates: true })).count === 1
    },
    async tellPublisher(id, key) {
      const row = await db.sharedAnswer.findUniqueOrThrow({ where: { id }, select: { workspace_id: true } })
      await auditTrail({ db, workspaceId: row.workspace_id }, now).append({
        type: 'library.adopted',
        actor: library,
        target: { type: 'shared_answer', id, label: key },
      })
    },
  }
}

const select = Prisma.sql`s.id, s.workspace_id, s.key, s.title, s.description, s.risk, s.phrasings, s.slots, s.answer,
  s.published_at`
const shown = Prisma.sql`s.unpublished_at IS NULL AND EXISTS (
  SELECT 1 FROM entry e WHERE e.id = s.entry_id AND e.workspace_id = s.workspace_id AND e.state = 'active')`

function toShared(row: Row, workspaceId: string): SharedAnswer {
  return {
    id: row.id,
    key: row.key,
    title: row.title,
    description: row.description,
    risk: Risk.parse(row.risk),
    phrasings: row.phrasings,
    slots: z.array(TemplateSlot).parse(row.slots),
    answer: row.answer,
    published_at: row.published_at.toISOString(),
    own: row.workspace_id === workspaceId,
    adopted_as: row.adopted_as,
  }
}

import type { EntryStore } from '@/lib/entries/ports'
import { Approver, type Entry, type EntryState, type EntryVersion } from '@/lib/entries/schema'
import { newId } from '@/lib/kernel/ids'
import type { Risk } from '@/lib/workspaces/schema'
import { scrub } from '@/lib/safety/scrub'
import type { Scoped } from './database'
import { Prisma } from './generated/client'
import type { Entry as EntryRow, EntryVersion as VersionRow } from './generated/client'
import { templateSlots } from './intent-reader'
import { cursorDate, decodeCursor, encodeCursor, likePattern } from './paging'

type Joined = EntryRow & { live: VersionRow | null }

export function entryStore({ db, workspaceId }: Scoped): EntryStore {
  const load = async (id: string): Promise<Entry> => {
    const row = await db.entry.findFirstOrThrow({ where: { id, workspace_id: workspaceId } })
    const live = await db.entryVersion.findFirst({
      where: { entry_id: id, version: row.current_version, workspace_id: workspaceId },
    })
    return toEntry({ ...row, live })
  }
  const lockById = async (id: string): Promise<Entry | null> => {
    const rows = await db.$queryRaw<{ id: string }[]>`
      SELECT id FROM entry WHERE id = ${id} AND workspace_id = ${workspaceId} FOR UPDATE`
    return rows.length > 0 ? load(id) : null
  }
  return {
    async list(query) {
      const after = decodeCursor(query.cursor, 2)
      const rows = await db.$queryRaw<{ id: string }[]>`
        SELECT e.id FROM entry e
        LEFT JOIN entry_version v ON v.entry_id = e.id AND v.version = e.current_version
        WHERE e.workspace_id = ${workspaceId}
          ${query.state ? Prisma.sql`AND e.state = ${query.state}` : Prisma.empty}
          ${query.key ? Prisma.sql`AND e.key = ${query.key}` : Prisma.empty}
          ${query.scope ? Prisma.sql`AND e.scope = ${query.scope}` : Prisma.empty}
          ${query.search ? Prisma.sql`AND (e.key ILIKE ${likePattern(query.search)} OR v.answer ILIKE ${likePattern(query.search)})` : Prisma.empty}
          ${after ? Prisma.sql`AND (e.updated_at, e.id) < (${cursorDate(after[0]!)}, ${after[1]!})` : Prisma.empty}
        ORDER BY e.updated_at DESC, e.id DESC LIMIT ${query.limit + 1}`
      const ids = rows.slice(0, query.limit).map((row) => row.id)
      const items = await loadMany({ db, workspaceId }, ids)
      const last = items.at(-1)
      const more = rows.length > query.limit && last
      return { items, next_cursor: more ? encodeCursor([last.updated_at, last.id]) : null }
    },
    async get(id) {
      const row = await db.entry.findFirst({ where: { id, workspace_id: workspaceId } })
      if (!row) return null
      const rows = await db.entryVersion.findMany({
        where: { entry_id: id, workspace_id: workspaceId },
        orderBy: { version: 'desc' },
      })
      const withdrawn = await db.entryVersionWithdrawal.findMany({
        where: { entry_id: id, workspace_id: workspaceId },
      })
      const takenBack = new Map(withdrawn.map((item) => [item.version, item.created_at.toISOString()]))
      const versions = rows.map((version) => ({
        ...toVersion(version),
        withdrawn_at: takenBack.get(version.version) ?? null,
      }))
      const live = rows.find((version) => version.version === row.current_version) ?? null
      return { ...toEntry({ ...row, live }), versions }
    },
    async find(scope, key) {
      const row = await db.entry.findUnique({
        where: { workspace_id_scope_key: { workspace_id: workspaceId, scope, key } },
        select: { id: true },
      })
      return row ? load(row.id) : null
    },
    async lock(scope, key) {
      await db.$executeRaw`
        INSERT INTO entry (id, workspace_id, scope, key) VALUES (${newId('ent')}, ${workspaceId}, ${scope}, ${key})
        ON CONFLICT (workspace_id, scope, key) DO NOTHING`
      const rows = await db.$queryRaw<{ id: string }[]>`
        SELECT id FROM entry WHERE workspace_id = ${workspaceId} AND scope = ${scope} AND key = ${key} FOR UPDATE`
      return load(rows[0]!.id)
    },
    lockById,
    async addVersion(id, version, now, heldUntil) {
      const next = await db.entryVersion.count({ where: { entry_id: id, workspace_id: workspaceId } })
      const number = next + 1
      const { approved_by, slots, ...plain } = version
      await db.entryVersion.create({
        data: {
          ...plain,
          reason: scrub(plain.reason),
          entry_id: id,
          version: number,
          workspace_id: workspaceId,
          slots: slots as Prisma.InputJsonValue,
          approved_by: approved_by as Prisma.InputJsonValue,
          created_at: now,
        },
        select: { version: true },
      })
      if (heldUntil) {
        await db.entry.update({
          where: { id, workspace_id: workspaceId },
          data: { held_version: number, held_until: heldUntil, held_lifts: true, updated_at: now },
        })
      }
      if (!heldUntil) {
        await db.$executeRaw`
          UPDATE entry SET current_version = ${number}, held_version = NULL, held_until = NULL,
            state = CASE WHEN state = 'disabled' THEN state ELSE 'active' END,
            state_reason = CASE WHEN state = 'disabled' THEN state_reason ELSE '' END,
            revision = revision + 1, updated_at = ${now}
          WHERE id = ${id} AND workspace_id = ${workspaceId}`
      }
      return { entry: await load(id), version: number }
    },
    async withdrawHeld(id, version, by, now) {
      const { count } = await db.entry.updateMany({
        where: { id, workspace_id: workspaceId, held_version: version },
        data: { held_version: null, held_until: null, updated_at: now },
      })
      if (count !== 1) return false
      await db.entryVersionWithdrawal.create({
        data: { entry_id: id, version, workspace_id: workspaceId, withdrawn_by: by, created_at: now },
      })
      return true
    },
    async setState(id, state, reason, now) {
      await db.entry.update({
        where: { id, workspace_id: workspaceId },
        data: {
          state,
          state_reason: scrub(reason),
          held_lifts: state === 'active',
          revision: { increment: 1 },
          updated_at: now,
        },
      })
      return load(id)
    },
    async setFreshness(id, value) {
      await db.entry.update({ where: { id, workspace_id: workspaceId }, data: value })
    },
  }
}

async function loadMany({ db, workspaceId }: Scoped, ids: string[]): Promise<Entry[]> {
  if (ids.length === 0) return []
  const rows = await db.entry.findMany({ where: { id: { in: ids }, workspace_id: workspaceId } })
  const live = await db.entryVersion.findMany({
    where: {
      workspace_id: workspaceId,
      OR: rows.map((row) => ({ entry_id: row.id, version: row.current_version })),
    },
  })
  const versions = new Map(live.map((version) => [version.entry_id, version]))
  const entries = new Map(
    rows.map((row) => [row.id, toEntry({ ...row, live: versions.get(row.id) ?? null })]),
  )
  return ids.flatMap((id) => entries.get(id) ?? [])
}

function toEntry(row: Joined): Entry {
  return {
    id: row.id,
    key: row.key,
    scope: row.scope,
    state: row.state as EntryState,
    state_reason: row.state_reason,
    current_version: row.current_version,
    held:
      row.held_version !== null && row.held_until
        ? { version: row.held_version, until: row.held_until.toISOString() }
        : null,
    revision: Number(row.revision),
    owner: row.owner,
    source_url: row.source_url,
    review_by: row.review_by?.toISOString() ?? null,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
    live: row.live ? toVersion(row.live) : null,
  }
}

function toVersion(row: VersionRow): EntryVersion {
  return {
    version: row.version,
    answer: row.answer,
    slots: templateSlots(row.slots),
    content_hash: row.content_hash,
    risk: row.risk as Risk,
    origin: row.origin as EntryVersion['origin'],
    from_version: row.from_version,
    proposal_id: row.proposal_id,
    approved_by: Approver.array().parse(row.approved_by),
    reason: row.reason,
    ruleset_version: row.ruleset_version,
    policy_version: row.policy_version,
    created_at: row.created_at.toISOString(),
  }
}

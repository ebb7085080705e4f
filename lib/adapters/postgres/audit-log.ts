import { eventFromLeaf, genesisHash } from '@/lib/audit/leaf'
import type { AuditLog, PersonalValue, SealedLeaf } from '@/lib/audit/ports'
import { AuditQuery } from '@/lib/audit/schema'
import { L0Error } from '@/lib/kernel/errors'
import { systemClock, type Clock } from '@/lib/kernel/time'
import { auditTrail } from './audit-trail'
import { checkpointStore } from './checkpoint-store'
import type { Database, Db } from './database'
import { Prisma } from './generated/client'

type LeafRow = { id: string; seq: bigint; leaf: string; leaf_hash: string }

const batch = 1_000

/**
 * The audit log on Postgres. Events are read from their sealed leaves, never from the columns,
 * which only carry the filters. Checkpoints are written by `signer`, a role the app does not have.
 */
export function auditLog(
  database: Database,
  signer: Database | null,
  clock: Clock = systemClock,
): AuditLog<Db> {
  const { prisma } = database
  return {
    append: (tx, workspaceId, input) => auditTrail({ db: tx, workspaceId }, () => clock.now()).append(input),
    async list(workspaceId, raw) {
      const query = parseQuery(raw)
      const rows = await prisma.$queryRaw<LeafRow[]>`
        SELECT id, seq, leaf, leaf_hash FROM audit_event
        WHERE ${Prisma.join(conditions(workspaceId, query), ' AND ')}
        ORDER BY seq DESC LIMIT ${query.limit + 1}`
      const items = (await withPersonal(prisma, rows.slice(0, query.limit))).map(eventFromLeaf)
      return { items, next_cursor: rows.length > query.limit ? String(items.at(-1)!.seq) : null }
    },
    async get(workspaceId, eventId) {
      const rows = await prisma.$queryRaw<LeafRow[]>`
        SELECT id, seq, leaf, leaf_hash FROM audit_event
        WHERE workspace_id = ${workspaceId} AND id = ${eventId} AND seq IS NOT NULL`
      const [sealed] = await withPersonal(prisma, rows)
      return sealed ? eventFromLeaf(sealed) : null
    },
    async *leaves(workspaceId, fromSeq, toSeq) {
      for await (const rows of pages(prisma, workspaceId, fromSeq, toSeq))
        yield* await withPersonal(prisma, rows)
    },
    async *leafHashes(workspaceId, fromSeq, toSeq) {
      for (let from = fromSeq; from <= toSeq; from += batch * 10) {
        const rows = await prisma.$queryRaw<{ leaf_hash: string }[]>`
          SELECT leaf_hash FROM audit_event
          WHERE workspace_id = ${workspaceId} AND seq BETWEEN ${from} AND ${Math.min(toSeq, from + batch * 10 - 1)}
          ORDER BY seq`
        for (const row of rows) yield row.leaf_hash
      }
    },
    async head(workspaceId) {
      const row = await prisma.auditHead.findUnique({ where: { workspace_id: workspaceId } })
      return row ? { size: Number(row.size), hash: row.head_hash } : { size: 0, hash: genesisHash }
    },
    async erasePersonal(tx, workspaceId, which) {
      return tx.$executeRaw`
        DELETE FROM audit_personal WHERE workspace_id = ${workspaceId}
          AND (event_id = ANY(${which.eventIds ?? []}) OR value = ANY(${which.values ?? []}))`
    },
    ...checkpointStore(database, signer),
  }
}

function parseQuery(raw: unknown): AuditQuery {
  const parsed = AuditQuery.safeParse(raw)
  if (parsed.success) return parsed.data
  throw new L0Error('invalid_input', 'The audit query is not valid.', { cause: parsed.error })
}

function conditions(workspaceId: string, query: AuditQuery): Prisma.Sql[] {
  const all = [Prisma.sql`workspace_id = ${workspaceId}`, Prisma.sql`seq IS NOT NULL`]
  if (query.cursor) all.push(Prisma.sql`seq < ${Number(query.cursor)}`)
  if (query.actor) all.push(Prisma.sql`actor_id = ${query.actor}`)
  if (query.type) all.push(Prisma.sql`type = ANY(${query.type})`)
  if (query.target_type) all.push(Prisma.sql`target_type = ${query.target_type}`)
  if (query.target) all.push(Prisma.sql`target_id = ${query.target}`)
  if (query.from) all.push(Prisma.sql`at >= ${new Date(query.from)}`)
  if (query.to) all.push(Prisma.sql`at < ${new Date(query.to)}`)
  if (query.risk) all.push(Prisma.sql`risk = ANY(${query.risk})`)
  return all
}

async function* pages(
  db: Db,
  workspaceId: string,
  fromSeq: number,
  toSeq: number,
): AsyncGenerator<LeafRow[]> {
  for (let from = fromSeq; from <= toSeq; from += batch) {
    yield await db.$queryRaw<LeafRow[]>`
      SELECT id, seq, leaf, leaf_hash FROM audit_event
      WHERE workspace_id = ${workspaceId} AND seq BETWEEN ${from} AND ${Math.min(toSeq, from + batch - 1)}
      ORDER BY seq`
  }
}

/** Leaves with what was not erased of their personal values, in one more statement for all of them. */
async function withPersonal(db: Db, rows: LeafRow[]): Promise<SealedLeaf[]> {
  if (rows.length === 0) return []
  const values = await db.auditPersonal.findMany({
    where: { event_id: { in: rows.map((row) => row.id) } },
    orderBy: { field: 'asc' },
  })
  const byEvent = new Map<string, PersonalValue[]>()
  for (const { event_id, field, value, salt } of values) {
    byEvent.set(event_id, [...(byEvent.get(event_id) ?? []), { field, value, salt }])
  }
  return rows.map((row) => ({
    seq: Number(row.seq),
    leaf: row.leaf,
    leafHash: row.leaf_hash,
    personal: byEvent.get(row.id) ?? [],
  }))
}

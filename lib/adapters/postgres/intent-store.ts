import { L0Error } from '@/lib/kernel/errors'
import { newId } from '@/lib/kernel/ids'
import type { IntentStore } from '@/lib/normalization/intents/ports'
import {
  type Intent,
  type IntentDetail,
  IntentStatus,
  PhrasingSource,
} from '@/lib/normalization/intents/schema'
import { SlotSpec } from '@/lib/normalization/schema'
import { Risk } from '@/lib/workspaces/schema'
import type { Scoped } from './database'
import { Prisma, type Intent as IntentRow, type Phrasing as PhrasingRow } from './generated/client'
import { decodeCursor, encodeCursor } from './paging'
import { isUniqueViolation } from './unique-violation'

const counted = { _count: { select: { phrasings: true } } }
const whole = { ...counted, phrasings: { orderBy: [{ created_at: 'asc' as const }, { id: 'asc' as const }] } }

export function intentStore({ db, workspaceId }: Scoped): IntentStore {
  const mine = { workspace_id: workspaceId }
  return {
    async list(query) {
      const after = decodeCursor(query.cursor, 1)
      const where: Prisma.IntentWhereInput = {
        ...mine,
        ...(query.merged ? {} : { merged_into: null }),
        ...(query.status ? { status: query.status } : {}),
        ...(query.search ? { OR: matching(query.search) } : {}),
      }
      const [total, rows] = await Promise.all([
        db.intent.count({ where }),
        db.intent.findMany({
          where: after ? { AND: [where, { key: { gt: after[0]! } }] } : where,
          include: counted,
          orderBy: { key: 'asc' },
          take: query.limit + 1,
        }),
      ])
      const items = rows.slice(0, query.limit).map(toIntent)
      const last = items.at(-1)
      return {
        items,
        next_cursor: rows.length > query.limit && last ? encodeCursor([last.key]) : null,
        total,
      }
    },
    async get(id) {
      const row = await db.intent.findFirst({ where: { ...mine, id }, include: whole })
      return row ? toDetail(row) : null
    },
    async find(key) {
      const row = await db.intent.findFirst({ where: { ...mine, key }, include: whole })
      return row ? toDetail(row) : null
    },
    async all() {
      const rows = await db.intent.findMany({
        where: { ...mine, merged_into: null },
        include: whole,
        orderBy: { key: 'asc' },
      })
      return rows.map(toDetail)
    },
    async lockAll() {
      await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('intents:' || ${workspaceId}, 0))`
    },
    async create(intent, now) {
      const id = newId('int')
      try {
        await db.intent.create({
          data: { ...intent, id, workspace_id: workspaceId, created_at: now, updated_at: now },
          select: { id: true },
        })
      } catch (error) {
        if (!isUniqueViolation(error)) throw error
        throw new L0Error('conflict', `There is an intent ${intent.key} already.`, {
          fields: [{ field: 'key', message: 'is taken' }],
        })
      }
      return id
    },
    async update(id, change, now) {
      await db.intent.updateMany({ where: { ...mine, id }, data: { ...change, updated_at: now } })
    },
    async delete(id) {
      await db.intent.deleteMany({ where: { ...mine, id } })
    },
    async addPhrasings(id, phrasings, by, now) {
      const rows = await db.phrasing.createManyAndReturn({
        data: phrasings.map((phrasing) => ({
          ...phrasing,
          id: newId('phr'),
          workspace_id: workspaceId,
          intent_id: id,
          created_by: by,
          created_at: now,
        })),
        skipDuplicates: true,
      })
      await db.intent.updateMany({ where: { ...mine, id }, data: { updated_at: now } })
      return rows.map(toPhrasing)
    },
    async merge(intent, into, merged_patterns, now) {
      const moved = await db.$executeRaw`
        UPDATE phrasing SET intent_id = ${into.id}, merged_from = ${intent.id}
         WHERE workspace_id = ${workspaceId} AND intent_id = ${intent.id}
           AND text NOT IN (SELECT text FROM phrasing WHERE workspace_id = ${workspaceId} AND intent_id = ${into.id})`
      await db.intent.updateMany({
        where: { ...mine, id: intent.id },
        data: { merged_into: into.key, merged_patterns, updated_at: now },
      })
      return moved
    },
    async unmerge(intent, from, now) {
      await db.intent.updateMany({
        where: { ...mine, id: intent.id },
        data: { merged_into: null, merged_patterns: [], updated_at: now },
      })
      return db.$executeRaw`
        UPDATE phrasing SET intent_id = ${intent.id}, merged_from = NULL
         WHERE workspace_id = ${workspaceId} AND intent_id = ${from.id} AND merged_from = ${intent.id}`
    },
    async mergedPatterns(id) {
      const row = await db.intent.findFirst({ where: { ...mine, id }, select: { merged_patterns: true } })
      return row?.merged_patterns ?? []
    },
    async merged() {
      const rows = await db.intent.findMany({
        where: { ...mine, merged_into: { not: null } },
        select: { key: true, merged_into: true },
        orderBy: { key: 'asc' },
      })
      return rows.map(({ key, merged_into }) => ({ key, merged_into: merged_into! }))
    },
    async removePhrasing(id, phrasingId) {
      const row = await db.phrasing.findFirst({ where: { ...mine, id: phrasingId, intent_id: id } })
      if (!row) return null
      await db.phrasing.deleteMany({ where: { ...mine, id: phrasingId } })
      return toPhrasing(row)
    },
  }
}

function matching(search: string): Prisma.IntentWhereInput[] {
  const contains = { contains: search, mode: 'insensitive' as const }
  return [
    { key: contains },
    { title: contains },
    { description: contains },
    { phrasings: { some: { text: contains } } },
  ]
}

type Counted = IntentRow & { _count: { phrasings: number } }

function toIntent(row: Counted): Intent {
  return {
    id: row.id,
    key: row.key,
    title: row.title,
    description: row.description,
    risk: Risk.parse(row.risk),
    status: IntentStatus.parse(row.status),
    slots: SlotSpec.array().parse(row.slots),
    patterns: row.patterns,
    auto_approve: row.auto_approve,
    merged_into: row.merged_into,
    phrasing_count: row._count.phrasings,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  }
}

function toDetail(row: Counted & { phrasings: PhrasingRow[] }): IntentDetail {
  return { ...toIntent(row), phrasings: row.phrasings.map(toPhrasing) }
}

function toPhrasing(row: PhrasingRow) {
  return {
    id: row.id,
    text: row.text,
    source: PhrasingSource.parse(row.source),
    created_by: row.created_by,
    created_at: row.created_at.toISOString(),
  }
}

import { sha256Hex } from '@/lib/kernel/hash'
import { newId } from '@/lib/kernel/ids'
import type { MemoStore } from '@/lib/normalization/tiers/ports'
import { MemoSource, type Memo } from '@/lib/normalization/tiers/schema'
import type { Scoped } from './database'
import { Prisma, type Memo as Row } from './generated/client'
import { cursorDate, decodeCursor, encodeCursor } from './paging'

/** Marks what no person took back: such texts may be decided again. */
const byRelease = 'release:'

export function memoStore({ db, workspaceId }: Scoped): MemoStore {
  const mine = { workspace_id: workspaceId }
  return {
    async list(query) {
      const after = decodeCursor(query.cursor, 2)
      const where: Prisma.MemoWhereInput = {
        ...mine,
        revoked_at: query.revoked ? { not: null } : null,
        ...(query.source ? { source: query.source } : {}),
        ...(query.key ? { key: query.key } : {}),
        ...(query.search ? { masked_text: { contains: query.search, mode: 'insensitive' } } : {}),
      }
      const rows = await db.memo.findMany({
        where: after ? { AND: [where, { OR: before(cursorDate(after[0]!), after[1]!) }] } : where,
        orderBy: [{ created_at: 'desc' }, { id: 'desc' }],
        take: query.limit + 1,
      })
      const items = rows.slice(0, query.limit).map(toMemo)
      const last = items.at(-1)
      const more = rows.length > query.limit && last
      return { items, next_cursor: more ? encodeCursor([last.created_at, last.id]) : null }
    },
    async get(id) {
      const row = await db.memo.findFirst({ where: { ...mine, id } })
      return row ? toMemo(row) : null
    },
    async find(maskedText) {
      const row = await db.memo.findFirst({
        where: { ...mine, masked_hash: sha256Hex(maskedText), revoked_at: null },
      })
      return row ? toMemo(row) : null
    },
    async add(memo, now) {
      const id = newId('memo')
      // Two instances may decide the same text at once: the unique index keeps the first.
      const added = await db.$executeRaw`
        INSERT INTO memo (id, workspace_id, masked_hash, masked_text, key, source, vote, cost_usd, release_hash, created_at)
        VALUES (${id}, ${workspaceId}, ${sha256Hex(memo.masked_text)}, ${memo.masked_text}, ${memo.key}, ${memo.source},
          ${JSON.stringify(memo.vote)}::jsonb, ${memo.cost_usd}, ${memo.release_hash}, ${now})
        ON CONFLICT (workspace_id, masked_hash) WHERE revoked_at IS NULL DO NOTHING`
      if (added === 0) return null
      return { ...memo, id, created_at: now.toISOString(), revoked_at: null, revoked_by: null }
    },
    async revoke(id, by, now) {
      const { count } = await db.memo.updateMany({
        where: { ...mine, id, revoked_at: null },
        data: { revoked_at: now, revoked_by: by },
      })
      return count === 1
    },
    async moveKey(from, to) {
      const where = { ...mine, key: from, revoked_at: null }
      return (await db.memo.updateMany({ where, data: { key: to } })).count
    },
    async revokeKey(key, by, now) {
      const { count } = await db.memo.updateMany({
        where: { ...mine, key, revoked_at: null },
        data: { revoked_at: now, revoked_by: by },
      })
      return count
    },
    async forgetNones(release, now) {
      const { count } = await db.memo.updateMany({
        where: {
          ...mine,
          key: null,
          source: { not: 'person' },
          release_hash: { not: release.hash },
          revoked_at: null,
        },
        data: { revoked_at: now, revoked_by: `${byRelease}${release.id}` },
      })
      return count
    },
    async wasRevoked(maskedText) {
      const row = await db.memo.findFirst({
        where: {
          ...mine,
          masked_hash: sha256Hex(maskedText),
          revoked_at: { not: null },
          NOT: { revoked_by: { startsWith: byRelease } },
        },
        select: { id: true },
      })
      return row !== null
    },
  }
}

function before(at: Date, id: string): Prisma.MemoWhereInput[] {
  return [{ created_at: { lt: at } }, { created_at: at, id: { lt: id } }]
}

function toMemo(row: Row): Memo {
  return {
    id: row.id,
    masked_text: row.masked_text,
    key: row.key,
    source: MemoSource.parse(row.source),
    vote: row.vote as Memo['vote'],
    cost_usd: row.cost_usd,
    release_hash: row.release_hash,
    created_at: row.created_at.toISOString(),
    revoked_at: row.revoked_at?.toISOString() ?? null,
    revoked_by: row.revoked_by,
  }
}

import { sha256Hex } from '@/lib/kernel/hash'
import { newId } from '@/lib/kernel/ids'
import { dayMs } from '@/lib/kernel/time'
import type { MissStore } from '@/lib/normalization/misses/ports'
import type { MissRow } from '@/lib/normalization/misses/schema'
import type { TrafficRow } from '@/lib/normalization/releases/traffic'
import type { Scoped } from './database'
import { Prisma, type Miss as Row } from './generated/client'
import { jsonRows } from './json-rows'
import { decodeCursor, encodeCursor, likePattern } from './paging'

export function missStore({ db, workspaceId }: Scoped): MissStore {
  return {
    async record(misses, now) {
      if (misses.length === 0) return
      const rows = misses.map((miss) => ({ ...miss, id: newId('mis'), hash: sha256Hex(miss.masked_text) }))
      await db.$executeRaw`
        INSERT INTO miss (id, workspace_id, scope, key, reason, masked_text, masked_hash, user_hash, would_serve,
          count, created_at, last_seen_at)
        SELECT id, ${workspaceId}, scope, key, reason, masked_text, hash, user_hash, would_serve, count, ${now}, ${now}
        FROM jsonb_to_recordset(${jsonRows(rows)}::jsonb) AS given(id text, scope text, key text, reason text,
          masked_text text, hash text, user_hash text, would_serve text, count int)
        ORDER BY hash, scope, reason
        ON CONFLICT (workspace_id, scope, masked_hash, reason) DO UPDATE SET
          count = miss.count + excluded.count, last_seen_at = excluded.last_seen_at, key = excluded.key,
          would_serve = excluded.would_serve,
          user_hash = CASE WHEN miss.user_hash = excluded.user_hash THEN miss.user_hash END`
    },
    async top(query, now) {
      const after = decodeCursor(query.cursor, 2)
      const since = new Date(now.getTime() - query.days * dayMs)
      const rows = await db.$queryRaw<Row[]>`
        SELECT * FROM miss WHERE workspace_id = ${workspaceId} AND last_seen_at >= ${since}
          ${query.reason ? Prisma.sql`AND reason = ${query.reason}` : Prisma.empty}
          ${query.scope ? Prisma.sql`AND scope = ${query.scope}` : Prisma.empty}
          ${query.search ? Prisma.sql`AND masked_text ILIKE ${likePattern(query.search)}` : Prisma.empty}
          ${after ? Prisma.sql`AND (count, id) < (${Number(after[0])}, ${after[1]!})` : Prisma.empty}
        ORDER BY count DESC, id DESC LIMIT ${query.limit + 1}`
      const items = rows.slice(0, query.limit).map(toMiss)
      const last = items.at(-1)
      const more = rows.length > query.limit && last
      return { items, next_cursor: more ? encodeCursor([String(last.count), last.id]) : null }
    },
    async shadowTexts(since, limit) {
      const rows = await db.$queryRaw<{ text: string }[]>`
        SELECT masked_text AS text FROM miss
        WHERE workspace_id = ${workspaceId} AND last_seen_at >= ${since} AND masked_text <> ''
        GROUP BY masked_text ORDER BY sum(count) DESC, masked_text LIMIT ${limit}`
      return rows.map((row) => row.text)
    },
    async recentTraffic(since, limit) {
      const rows = await db.$queryRaw<Asked[]>`
        SELECT text, sum(count) AS count, min(truth) AS truth, array_remove(array_agg(DISTINCT wrong), NULL) AS wrong
        FROM (
          SELECT masked_text AS text, count::bigint, NULL AS truth, NULL AS wrong FROM miss
          WHERE workspace_id = ${workspaceId} AND last_seen_at >= ${since}
          UNION ALL
          SELECT s.text, s.count::bigint, CASE WHEN p.status = 'approved' AND p.key NOT LIKE 'exact:%' THEN p.key END, NULL
          FROM proposal_sample s JOIN proposal p ON p.id = s.proposal_id
          WHERE s.workspace_id = ${workspaceId} AND s.last_seen_at >= ${since} AND p.seeded IS NULL
          UNION ALL
          SELECT masked_text, count::bigint, CASE WHEN correct THEN key END, CASE WHEN NOT correct THEN key END
          FROM judgement WHERE workspace_id = ${workspaceId} AND judged_at >= ${since}
        ) traffic
        WHERE text <> '' GROUP BY text ORDER BY sum(count) DESC, text LIMIT ${limit}`
      return rows.map(toTraffic)
    },
  }
}

type Asked = { text: string; count: bigint; truth: string | null; wrong: string[] }

function toTraffic({ text, count, truth, wrong }: Asked): TrafficRow {
  const known = truth === null ? {} : { truth }
  return { text, count: Number(count), ...known, ...(wrong.length > 0 ? { wrong_for: wrong } : {}) }
}

function toMiss(row: Row): MissRow {
  return {
    id: row.id,
    scope: row.scope,
    key: row.key,
    reason: row.reason,
    masked_text: row.masked_text,
    count: row.count,
    would_serve: row.would_serve,
    created_at: row.created_at.toISOString(),
    last_seen_at: row.last_seen_at.toISOString(),
  }
}

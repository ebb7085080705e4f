import { sha256Hex } from '@/lib/kernel/hash'
import { newId } from '@/lib/kernel/ids'
import type { JudgementStore, Tally } from '@/lib/normalization/judgements/ports'
import { JudgementSource, type Judgement, type JudgementQuery } from '@/lib/normalization/judgements/schema'
import { scrub } from '@/lib/safety/scrub'
import type { Scoped } from './database'
import { Prisma } from './generated/client'
import { cursorDate, decodeCursor, encodeCursor } from './paging'

type Row = {
  id: string
  entry_id: string
  version: number
  key: string
  masked_text: string
  source: string
  count: number
  created_at: Date
  judged_at: Date | null
  judged_by: string | null
  correct: boolean | null
  note: string
  answer: string | null
}
type TallyRow = { key: string; judged: bigint; wrong: bigint; waiting: bigint }

const counts = Prisma.sql`
  COALESCE(sum(count) FILTER (WHERE judged_at IS NOT NULL), 0) AS judged,
  COALESCE(sum(count) FILTER (WHERE NOT correct), 0) AS wrong,
  COALESCE(sum(count) FILTER (WHERE judged_at IS NULL), 0) AS waiting`

export function judgementStore({ db, workspaceId }: Scoped): JudgementStore {
  const read = (where: Prisma.Sql, limit: number) => db.$queryRaw<Row[]>`
    SELECT j.*, v.answer FROM judgement j
    LEFT JOIN entry_version v ON v.entry_id = j.entry_id AND v.version = j.version AND v.workspace_id = j.workspace_id
    WHERE j.workspace_id = ${workspaceId} ${where}
    ORDER BY j.created_at DESC, j.id DESC LIMIT ${limit}`
  return {
    async list(query) {
      const after = decodeCursor(query.cursor, 2)
      const below = after
        ? Prisma.sql`AND (j.created_at, j.id) < (${cursorDate(after[0]!)}, ${after[1]!})`
        : Prisma.empty
      const [rows, waiting] = await Promise.all([
        read(Prisma.sql`${filter(query)} ${below}`, query.limit + 1),
        db.judgement.count({ where: { workspace_id: workspaceId, judged_at: null } }),
      ])
      const items = rows.slice(0, query.limit).map(toJudgement)
      const last = items.at(-1)
      const more = rows.length > query.limit && last
      return { items, next_cursor: more ? encodeCursor([last.created_at, last.id]) : null, waiting }
    },
    async get(id) {
      const [row] = await read(Prisma.sql`AND j.id = ${id}`, 1)
      return row ? toJudgement(row) : null
    },
    async addSamples(samples, now) {
      if (samples.length === 0) return
      const records = samples.map((sample) => ({
        ...sample,
        id: newId('judg'),
        masked_hash: sha256Hex(sample.masked_text),
      }))
      await db.$executeRaw`
        INSERT INTO judgement (id, workspace_id, entry_id, version, key, masked_text, masked_hash, source, count, created_at)
        SELECT id, ${workspaceId}, entry_id, version, key, masked_text, masked_hash, source, count, ${now}
        FROM jsonb_to_recordset(${JSON.stringify(records)}::jsonb) AS r(id text, entry_id text, version int, key text,
          masked_text text, masked_hash text, source text, count int)
        ON CONFLICT (workspace_id, entry_id, version, source, masked_hash) DO UPDATE SET
          count = judgement.count + excluded.count`
    },
    async judge(id, { correct, note, by }, now) {
      const { count } = await db.judgement.updateMany({
        where: { id, workspace_id: workspaceId, judged_at: null },
        data: { correct, note: scrub(note), judged_by: by, judged_at: now },
      })
      return count === 1
    },
    async tallies(since, source) {
      const rows = await db.$queryRaw<TallyRow[]>`
        SELECT key, ${counts} FROM judgement
        WHERE workspace_id = ${workspaceId} AND created_at >= ${since}
          ${source ? Prisma.sql`AND source = ${source}` : Prisma.empty}
        GROUP BY key ORDER BY key`
      return rows.map(toTally)
    },
    async tallyOf(entryId, version) {
      const [row] = await db.$queryRaw<TallyRow[]>`
        SELECT COALESCE(min(key), '') AS key, ${counts} FROM judgement
        WHERE workspace_id = ${workspaceId} AND entry_id = ${entryId} AND version = ${version}`
      return toTally(row!)
    },
  }
}

function filter(query: JudgementQuery): Prisma.Sql {
  const state = {
    waiting: Prisma.sql`AND j.judged_at IS NULL`,
    judged: Prisma.sql`AND j.judged_at IS NOT NULL`,
    wrong: Prisma.sql`AND NOT j.correct`,
  }[query.state]
  const key = query.key ? Prisma.sql`AND j.key = ${query.key}` : Prisma.empty
  const entry = query.entry ? Prisma.sql`AND j.entry_id = ${query.entry}` : Prisma.empty
  return Prisma.sql`${state} ${key} ${entry}`
}

function toTally(row: TallyRow): Tally {
  return {
    key: row.key,
    judged: Number(row.judged),
    wrong: Number(row.wrong),
    waiting: Number(row.waiting),
  }
}

function toJudgement(row: Row): Judgement {
  return {
    id: row.id,
    entry_id: row.entry_id,
    version: row.version,
    key: row.key,
    masked_text: row.masked_text,
    answer: row.answer,
    source: JudgementSource.parse(row.source),
    count: row.count,
    created_at: row.created_at.toISOString(),
    judged_at: row.judged_at?.toISOString() ?? null,
    judged_by: row.judged_by,
    correct: row.correct,
    note: row.note,
  }
}

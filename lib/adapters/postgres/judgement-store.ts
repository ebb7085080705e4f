import { sha256Hex } from '@/lib/kernel/hash'
import { newId } from '@/lib/kernel/ids'
import type { JudgementStore, Tally } from '@/lib/normalization/judgements/ports'
import {
  HitOpinion,
  JudgementSource,
  type Judgement,
  type JudgementQuery,
} from '@/lib/normalization/judgements/schema'
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
  opinion: string | null
  opinion_reason: string
  opinion_model: string
}
type TallyRow = { key: string; judged: bigint; wrong: bigint; waiting: bigint }

const counts = Prisma.sql`
  COALESCE(sum(count) FILTER (WHERE judged_at IS NOT NULL), 0) AS judged,
  COALESCE(sum(count) FILTER (WHERE NOT correct), 0) AS wrong,
  COALESCE(sum(count) FILTER (WHERE judged_at IS NULL), 0) AS waiting`

export function judgementStore({ db, workspaceId }: Scoped): JudgementStore {
  const read = (where: Prisma.Sql, limit: number, order = newest) => db.$queryRaw<Row[]>`
    SELECT j.*, v.answer FROM judgement j
    LEFT JOIN entry_version v ON v.entry_id = j.entry_id AND v.version = j.version AND v.workspace_id = j.workspace_id
    WHERE j.workspace_id = ${workspaceId} ${where}
    ORDER BY ${order} LIMIT ${limit}`
  return {
    async list(query) {
      const bySuspicion = query.state === 'waiting'
      const [rows, waiting] = await Promise.all([
        read(
          Prisma.sql`${filter(query)} ${below(query, bySuspicion)}`,
          query.limit + 1,
          bySuspicion ? suspectsFirst : newest,
        ),
        db.judgement.count({ where: { workspace_id: workspaceId, judged_at: null } }),
      ])
      const shown = rows.slice(0, query.limit)
      const last = shown.at(-1)
      const more = rows.length > query.limit && last
      const place = last && [rankOf(last), last.created_at.toISOString(), last.id]
      const next_cursor = more && place ? encodeCursor(bySuspicion ? place : place.slice(1)) : null
      return { items: shown.map(toJudgement), next_cursor, waiting }
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
    withoutOpinion: (limit) => read(Prisma.sql`AND j.judged_at IS NULL AND j.opinion IS NULL`, limit),
    async setOpinion(id, { verdict, reason, model }, now) {
      const data = { opinion: verdict, opinion_reason: scrub(reason), opinion_model: model.slice(0, 100) }
      const where = { id, workspace_id: workspaceId, judged_at: null, opinion: null }
      return (await db.judgement.updateMany({ where, data: { ...data, opinion_at: now } })).count === 1
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

const newest = Prisma.sql`j.created_at DESC, j.id DESC`
const suspectsFirst = Prisma.sql`(j.opinion IS DISTINCT FROM 'wrong'), j.created_at DESC, j.id DESC`

function rankOf({ opinion }: Row): string {
  return opinion === 'wrong' ? '0' : '1'
}

/** What comes after the cursor, in the order of the list. */
function below({ cursor }: JudgementQuery, bySuspicion: boolean): Prisma.Sql {
  const after = decodeCursor(cursor, bySuspicion ? 3 : 2)
  if (!after) return Prisma.empty
  const [id, created, rank] = [...after].reverse()
  const older = Prisma.sql`(j.created_at, j.id) < (${cursorDate(created!)}, ${id!})`
  if (rank === undefined) return Prisma.sql`AND ${older}`
  if (rank === '1') return Prisma.sql`AND j.opinion IS DISTINCT FROM 'wrong' AND ${older}`
  return Prisma.sql`AND (j.opinion IS DISTINCT FROM 'wrong' OR ${older})`
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
    opinion: opinionOf(row),
  }
}

/** Nobody is told before they have judged: an opinion that is known first is agreed with. */
function opinionOf({
  judged_at,
  opinion,
  opinion_reason: reason,
  opinion_model: model,
}: Row): HitOpinion | null {
  if (judged_at === null || opinion === null) return null
  return { verdict: HitOpinion.shape.verdict.parse(opinion), reason, model }
}

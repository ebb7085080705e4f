import { L0Error, notFound } from '@/lib/kernel/errors'
import { newId } from '@/lib/kernel/ids'
import type { ReleaseStore } from '@/lib/normalization/releases/ports'
import {
  ReleasePreview,
  ReleaseStatus,
  TrainingProgress,
  type ReleaseView,
} from '@/lib/normalization/releases/schema'
import { parseRelease } from '@/lib/normalization/train-release'
import type { Scoped } from './database'
import { Prisma } from './generated/client'
import { decodeCursor, encodeCursor } from './paging'
import { isUniqueViolation } from './unique-violation'

/** What of an artefact a list shows, read by Postgres: an artefact is megabytes. */
const columns = Prisma.sql`id, number, status, hash, notes, progress, error, preview, created_by, created_at,
  released_by, released_at, previous_id,
  artefact->'normalizers' AS normalizers, artefact->'budget' AS budget, artefact->'min_confidence' AS min_confidence,
  artefact #> '{classifier,calibration}' AS calibration,
  (SELECT count(*) FROM jsonb_array_elements(artefact->'intents') i WHERE i->>'status' = 'approved')::int AS approved,
  (SELECT count(*) FROM jsonb_array_elements(artefact->'intents') i WHERE i->>'status' = 'rejected')::int AS rejected,
  (SELECT COALESCE(sum(jsonb_array_length(i->'phrasings')), 0) FROM jsonb_array_elements(artefact->'intents') i)::int AS phrasings`

type Row = {
  id: string
  number: number
  status: string
  hash: string
  notes: string
  progress: unknown
  error: string
  preview: unknown
  created_by: string
  created_at: Date
  released_by: string | null
  released_at: Date | null
  previous_id: string | null
  normalizers: string[] | null
  budget: number | null
  min_confidence: number | null
  calibration: ReleaseView['calibration']
  approved: number
  rejected: number
  phrasings: number
}

export function releaseStore({ db, workspaceId }: Scoped): ReleaseStore {
  const read = (where: Prisma.Sql, limit: number) => db.$queryRaw<Row[]>`
    SELECT ${columns} FROM release WHERE workspace_id = ${workspaceId} ${where} ORDER BY number DESC LIMIT ${limit}`
  const one = async (where: Prisma.Sql) => {
    const [row] = await read(where, 1)
    return row ? toDetail(row) : null
  }
  const lockAll = async () => {
    await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('releases:' || ${workspaceId}, 0))`
  }
  return {
    lockAll,
    async list(query) {
      const after = decodeCursor(query.cursor, 1)
      const status = query.status ? Prisma.sql`AND status = ${query.status}` : Prisma.empty
      const below = after ? Prisma.sql`AND number < ${Number(after[0])}` : Prisma.empty
      const rows = await read(Prisma.sql`${status} ${below}`, query.limit + 1)
      const items = rows.slice(0, query.limit).map(toView)
      const last = items.at(-1)
      const more = rows.length > query.limit && last
      return { items, next_cursor: more ? encodeCursor([String(last.number)]) : null }
    },
    get: (id) => one(Prisma.sql`AND id = ${id}`),
    live: () => one(Prisma.sql`AND status = 'live'`),
    async artefact(id) {
      const row = await db.release.findFirst({
        where: { id, workspace_id: workspaceId, status: { in: ['draft', 'live', 'retired'] } },
        select: { artefact: true },
      })
      return row ? parseRelease(row.artefact) : null
    },
    async start(release, now) {
      await lockAll()
      const id = newId('rel')
      const newest = await db.release.aggregate({
        where: { workspace_id: workspaceId },
        _max: { number: true },
      })
      await db.release
        .create({
          data: {
            ...release,
            id,
            workspace_id: workspaceId,
            number: (newest._max.number ?? 0) + 1,
            status: 'training',
            hash: '',
            artefact: {},
            progress: { done: 0, total: 1, label: 'waiting' },
            progress_at: now,
            created_at: now,
          },
          select: { id: true },
        })
        .catch((error: unknown) => {
          if (!isUniqueViolation(error)) throw error
          throw new L0Error('conflict', 'A release is being trained already; wait until it is done.')
        })
      return (await one(Prisma.sql`AND id = ${id}`))!
    },
    async setProgress(id, progress, now) {
      return changed(db.release.updateMany({ where: training(id), data: { progress, progress_at: now } }))
    },
    async setTrained(id, release) {
      const data = { status: 'draft', hash: release.hash, artefact: release, progress: Prisma.DbNull }
      return changed(db.release.updateMany({ where: training(id), data }))
    },
    async setFailed(id, error) {
      const data = { status: 'failed', error: error.slice(0, 1_000), progress: Prisma.DbNull }
      return changed(db.release.updateMany({ where: training(id), data }))
    },
    async setPreview(id, preview) {
      await db.release.updateMany({ where: { id, workspace_id: workspaceId }, data: { preview } })
    },
    async failAbandoned(before) {
      const { count } = await db.release.updateMany({
        where: { workspace_id: workspaceId, status: 'training', progress_at: { lt: before } },
        data: { status: 'failed', error: 'The process that trained it ended.', progress: Prisma.DbNull },
      })
      return count
    },
    async setLive(id, by, now, goingBack) {
      const before = await db.release.findFirst({
        where: { workspace_id: workspaceId, status: 'live' },
        select: { id: true },
      })
      await db.release.updateMany({
        where: { workspace_id: workspaceId, status: 'live' },
        data: { status: 'retired' },
      })
      const data = { status: 'live', released_by: by, released_at: now }
      const { count } = await db.release.updateMany({
        where: { id, workspace_id: workspaceId, status: { in: ['draft', 'retired'] } },
        data: goingBack ? data : { ...data, previous_id: before?.id ?? null },
      })
      if (count !== 1) throw notFound('The release')
    },
  }

  function training(id: string) {
    return { id, workspace_id: workspaceId, status: 'training' }
  }
}

async function changed(update: Promise<{ count: number }>): Promise<boolean> {
  return (await update).count === 1
}

function toView(row: Row): ReleaseView {
  return {
    id: row.id,
    number: row.number,
    status: ReleaseStatus.parse(row.status),
    hash: row.hash,
    notes: row.notes,
    progress: row.progress ? TrainingProgress.parse(row.progress) : null,
    error: row.error,
    created_by: row.created_by,
    created_at: row.created_at.toISOString(),
    released_by: row.released_by,
    released_at: row.released_at?.toISOString() ?? null,
    previous_id: row.previous_id,
    intents: { approved: row.approved, rejected: row.rejected, phrasings: row.phrasings },
    normalizers: row.normalizers ?? [],
    budget: row.budget,
    min_confidence: row.min_confidence,
    calibration: row.calibration,
  }
}

function toDetail(row: Row) {
  return { ...toView(row), preview: row.preview ? ReleasePreview.parse(row.preview) : null }
}

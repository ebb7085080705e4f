import { z } from 'zod'
import { L0Error } from '@/lib/kernel/errors'
import type { AnalysisStore, AnalysisUnit } from '@/lib/normalization/opportunity/ports'
import {
  Analysis,
  MadeIntent,
  OpportunityReport,
  type AnalysisDetail,
} from '@/lib/normalization/opportunity/schema'
import { auditTrail } from './audit-trail'
import type { Database, Scoped } from './database'
import { Prisma, type LogAnalysis as Row } from './generated/client'
import { isUniqueViolation } from './unique-violation'

export function analysisUnit(database: Database, now: () => Date): AnalysisUnit {
  return {
    read: (workspaceId) => analysisStore({ db: database.prisma, workspaceId }),
    transact: (workspaceId, work) =>
      database.transaction((db) =>
        work({ analyses: analysisStore({ db, workspaceId }), audit: auditTrail({ db, workspaceId }, now) }),
      ),
  }
}

function analysisStore({ db, workspaceId }: Scoped): AnalysisStore {
  const mine = { workspace_id: workspaceId }
  const running = (id: string) => ({ ...mine, id, status: 'running' })
  const newestFirst = [{ created_at: 'desc' as const }, { id: 'desc' as const }]
  return {
    list: async () => {
      const rows = await db.logAnalysis.findMany({
        where: mine,
        omit: { report: true },
        orderBy: newestFirst,
      })
      return rows.map(toAnalysis)
    },
    get: async (id) => {
      const row = await db.logAnalysis.findFirst({ where: { ...mine, id } })
      return row && toDetail(row)
    },
    start: async (analysis, now) => {
      try {
        await db.logAnalysis.create({
          data: { ...analysis, ...mine, created_at: now, progress_at: now },
          select: { id: true },
        })
      } catch (error) {
        if (!isUniqueViolation(error)) throw error
        throw new L0Error('conflict', 'Another log is being read: wait for it to end.')
      }
    },
    setProgress: async (id, progress, now) => {
      const data = { progress_at: now, ...(progress ? { progress } : {}) }
      await db.logAnalysis.updateMany({ where: running(id), data })
    },
    setDone: async (id, report, now) => {
      const data = { status: 'done', report, progress: Prisma.DbNull, finished_at: now }
      await db.logAnalysis.updateMany({ where: running(id), data })
    },
    setFailed: async (id, error, now) => {
      const data = { status: 'failed', error: error.slice(0, 500), finished_at: now }
      await db.logAnalysis.updateMany({ where: running(id), data })
    },
    failAbandoned: async (before, now) => {
      await db.logAnalysis.updateMany({
        where: { ...mine, status: 'running', progress_at: { lt: before } },
        data: {
          status: 'failed',
          error: 'The server that read it went away: upload it again.',
          finished_at: now,
        },
      })
    },
    addMade: async (id, made) => {
      await db.$executeRaw`
        UPDATE log_analysis SET created_intents = created_intents || ${JSON.stringify(made)}::jsonb
        WHERE id = ${id} AND workspace_id = ${workspaceId}`
    },
    remove: async (id) => {
      const { count } = await db.logAnalysis.deleteMany({ where: { ...mine, id } })
      return count === 1
    },
    keepNewest: async (count) => {
      const old = await db.logAnalysis.findMany({
        where: mine,
        select: { id: true },
        orderBy: newestFirst,
        skip: count,
      })
      if (old.length > 0)
        await db.logAnalysis.deleteMany({ where: { ...mine, id: { in: old.map(({ id }) => id) } } })
    },
  }
}

function toAnalysis(row: Omit<Row, 'report'>): Analysis {
  return {
    id: row.id,
    file_name: row.file_name,
    status: Analysis.shape.status.parse(row.status),
    progress: Analysis.shape.progress.parse(row.progress),
    error: row.error,
    created_by: row.created_by,
    created_at: row.created_at.toISOString(),
    finished_at: row.finished_at?.toISOString() ?? null,
    made: z.array(MadeIntent).parse(row.created_intents),
  }
}

function toDetail(row: Row): AnalysisDetail {
  return { ...toAnalysis(row), report: row.report === null ? null : OpportunityReport.parse(row.report) }
}

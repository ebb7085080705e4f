import type { ErasedCounts } from '@/lib/workspaces/privacy-schema'
import type { PrivacyStore, PrivacyUnit } from '@/lib/workspaces/privacy-ports'
import { WorkspacePolicy } from '@/lib/workspaces/schema'
import { auditTrail } from './audit-trail'
import type { Database, Scoped } from './database'
import { Prisma } from './generated/client'
import { outboxWriter } from './outbox-store'
import { likePattern } from './paging'

const shownIds = 50

export function privacyUnit(database: Database, now: () => Date): PrivacyUnit {
  return {
    transact: (workspaceId, work) =>
      database.transaction((db) => {
        const scoped = { db, workspaceId }
        const workspace = () => db.workspace.findUniqueOrThrow({ where: { id: workspaceId } })
        return work({
          privacy: privacyStore(scoped),
          policy: async () => WorkspacePolicy.parse((await workspace()).policy),
          salt: async () => (await workspace()).salt,
          audit: auditTrail(scoped, now),
          announce: async (at) => {
            const change = { subject_id: workspaceId, payload: { what: 'memo' }, available_at: at }
            await outboxWriter(scoped).add({ topic: 'workspace.changed', ...change })
          },
        })
      }),
  }
}

function privacyStore({ db, workspaceId }: Scoped): PrivacyStore {
  const mine = Prisma.sql`workspace_id = ${workspaceId}`
  return {
    async eraseUser(userHash) {
      const [row] = await db.$queryRaw<Partial<ErasedCounts>[]>`
        WITH m AS (DELETE FROM miss WHERE ${mine} AND user_hash = ${userHash} RETURNING masked_hash),
          s AS (DELETE FROM proposal_sample WHERE ${mine} AND user_hash = ${userHash} RETURNING text_hash),
          texts AS (SELECT masked_hash FROM m UNION SELECT text_hash FROM s),
          o AS (DELETE FROM memo WHERE ${mine} AND masked_hash IN (SELECT masked_hash FROM texts) RETURNING 1),
          j AS (DELETE FROM judgement WHERE ${mine} AND masked_hash IN (SELECT masked_hash FROM texts) RETURNING 1)
        SELECT (SELECT count(*)::int FROM m) AS misses, (SELECT count(*)::int FROM s) AS samples,
          (SELECT count(*)::int FROM o) AS memos, (SELECT count(*)::int FROM j) AS judgements`
      return row!
    },
    async eraseText(search) {
      const like = likePattern(search)
      const [row] = await db.$queryRaw<Partial<ErasedCounts>[]>`
        WITH m AS (DELETE FROM miss WHERE ${mine} AND masked_text ILIKE ${like} RETURNING 1),
          s AS (DELETE FROM proposal_sample WHERE ${mine} AND (text ILIKE ${like} OR answer ILIKE ${like}) RETURNING 1),
          o AS (DELETE FROM memo WHERE ${mine} AND (masked_text ILIKE ${like} OR vote::text ILIKE ${like}) RETURNING 1),
          j AS (DELETE FROM judgement WHERE ${mine} AND (masked_text ILIKE ${like} OR note ILIKE ${like}) RETURNING 1),
          r AS (UPDATE hit_report SET reason = '' WHERE ${mine} AND reason ILIKE ${like} RETURNING 1),
          p AS (UPDATE proposal SET model_answer = '',
              answer = CASE WHEN status = 'approved' THEN answer ELSE '' END, updated_at = now()
            WHERE ${mine} AND status IN ('approved', 'rejected', 'withdrawn')
              AND (model_answer ILIKE ${like} OR (status <> 'approved' AND answer ILIKE ${like})) RETURNING 1)
        SELECT (SELECT count(*)::int FROM m) AS misses, (SELECT count(*)::int FROM s) AS samples,
          (SELECT count(*)::int FROM o) AS memos, (SELECT count(*)::int FROM j) AS judgements,
          (SELECT count(*)::int FROM r) AS reports, (SELECT count(*)::int FROM p) AS proposals`
      return row!
    },
    async eraseAuditValues({ exact, part }) {
      const match =
        part === undefined ? Prisma.sql`value = ${exact ?? ''}` : Prisma.sql`value ILIKE ${likePattern(part)}`
      return db.$executeRaw`DELETE FROM audit_personal WHERE ${mine} AND ${match}`
    },
    async remaining(search) {
      const like = likePattern(search)
      const [row] = await db.$queryRaw<
        { proposals: string[]; entries: string[]; phrasings: number; comments: number }[]
      >`SELECT
          ARRAY(SELECT id FROM proposal WHERE ${mine} AND (answer ILIKE ${like} OR model_answer ILIKE ${like})
            ORDER BY id DESC LIMIT ${shownIds}) AS proposals,
          ARRAY(SELECT DISTINCT entry_id FROM entry_version WHERE ${mine} AND answer ILIKE ${like}
            ORDER BY entry_id LIMIT ${shownIds}) AS entries,
          (SELECT count(*)::int FROM phrasing WHERE ${mine} AND text ILIKE ${like}) AS phrasings,
          (SELECT count(*)::int FROM comment WHERE ${mine} AND text ILIKE ${like}) AS comments`
      return row!
    },
    async eraseOlderThan(cutoff, limit) {
      const old = (table: Prisma.Sql, column: Prisma.Sql) => db.$executeRaw`
        DELETE FROM ${table} WHERE ${mine} AND id IN (
          SELECT id FROM ${table} WHERE ${mine} AND ${column} < ${cutoff} LIMIT ${limit})`
      return {
        misses: await old(Prisma.sql`miss`, Prisma.sql`last_seen_at`),
        samples: await old(Prisma.sql`proposal_sample`, Prisma.sql`last_seen_at`),
        judgements: await old(Prisma.sql`judgement`, Prisma.sql`created_at`),
      }
    },
  }
}

import { dayMs, hourMs } from '@/lib/kernel/time'
import type { QualityFacts, QualityReader } from '@/lib/proposals/ports'
import type { Scoped } from './database'

type ReviewerRow = {
  actor_type: string
  actor_id: string
  actor_label: string
  decisions: number
  bad_seen: number
  bad_approved: number
  good_seen: number
  good_rejected: number
}
type FacetRow = { facet: 'key' | 'scope' | 'risk' | 'finding'; value: string; count: number }

export function qualityReader(scoped: Scoped): QualityReader {
  return {
    facts: (since) => readFacts(scoped, since),
    queue: (now, slaHours) => readQueue(scoped, now, slaHours),
    async lapsedEntries(now, limit) {
      const rows = await scoped.db.$queryRaw<{ id: string }[]>`
        SELECT e.id FROM entry e
        WHERE e.workspace_id = ${scoped.workspaceId} AND e.review_by < ${now} AND e.state = 'active'
          AND e.current_version > 0 AND NOT EXISTS (
            SELECT 1 FROM proposal p WHERE p.workspace_id = e.workspace_id AND p.scope = e.scope AND p.key = e.key
              AND p.seeded IS NULL AND (p.created_at >= e.review_by OR p.status IN ('pending', 'blocked')))
        ORDER BY e.review_by LIMIT ${limit}`
      return rows.map((row) => row.id)
    },
    async unwarned(since, limit) {
      return scoped.db.$queryRaw<{ id: string; key: string }[]>`
        SELECT p.id, p.key FROM proposal p
        WHERE p.workspace_id = ${scoped.workspaceId} AND p.status = 'pending' AND p.created_at < ${since}
          AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.workspace_id = p.workspace_id AND o.topic = 'notify'
            AND o.subject_id = p.id AND o.payload->>'kind' = 'sla_at_risk')
        ORDER BY p.created_at LIMIT ${limit}`
    },
    async rolledBackAnswers(limit) {
      return scoped.db.$queryRaw<{ key: string; scope: string; answer: string }[]>`
        SELECT DISTINCT ON (e.key, e.scope, bad.answer) e.key, e.scope, bad.answer
        FROM entry_version back
        JOIN entry e ON e.id = back.entry_id
        JOIN entry_version bad ON bad.entry_id = back.entry_id AND bad.version = back.version - 1
        JOIN entry_version good ON good.entry_id = back.entry_id AND good.version = back.from_version
        WHERE back.workspace_id = ${scoped.workspaceId} AND back.origin = 'rollback' AND bad.answer <> good.answer
          AND NOT EXISTS (SELECT 1 FROM proposal p WHERE p.workspace_id = back.workspace_id
            AND p.key = e.key AND p.scope = e.scope AND p.answer = bad.answer AND p.seeded = 'bad')
        ORDER BY e.key, e.scope, bad.answer LIMIT ${limit}`
    },
  }
}

async function readFacts({ db, workspaceId }: Scoped, since: Date): Promise<QualityFacts> {
  const reviewers = await db.$queryRaw<ReviewerRow[]>`
    SELECT d.actor_type, d.actor_id, max(d.actor_label) AS actor_label, count(*)::int AS decisions,
      (count(*) FILTER (WHERE p.seeded = 'bad'))::int AS bad_seen,
      (count(*) FILTER (WHERE p.seeded = 'bad' AND d.verdict = 'approve'))::int AS bad_approved,
      (count(*) FILTER (WHERE p.seeded = 'good'))::int AS good_seen,
      (count(*) FILTER (WHERE p.seeded = 'good' AND d.verdict = 'reject'))::int AS good_rejected
    FROM decision d JOIN proposal p ON p.id = d.proposal_id
    WHERE d.workspace_id = ${workspaceId} AND d.created_at >= ${since} AND d.voided_at IS NULL
    GROUP BY d.actor_type, d.actor_id ORDER BY count(*) DESC, d.actor_id LIMIT 200`
  const totals = await db.$queryRaw<Omit<QualityFacts, 'reviewers'>[]>`
    SELECT
      percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM decided_at - created_at) / 3600)
        FILTER (WHERE decided) AS hours_p50,
      percentile_cont(0.95) WITHIN GROUP (ORDER BY extract(epoch FROM decided_at - created_at) / 3600)
        FILTER (WHERE decided) AS hours_p95,
      (count(*) FILTER (WHERE created_at >= ${since}))::int AS arrived,
      (count(*) FILTER (WHERE decided))::int AS decided,
      (count(*) FILTER (WHERE decided AND status = 'approved' AND cardinality(edited_by) = 0))::int AS approved_unedited,
      (count(*) FILTER (WHERE decided AND opinion IN ('approve', 'reject')))::int AS assistant_judged,
      (count(*) FILTER (WHERE decided AND (status, opinion) IN (('approved', 'approve'), ('rejected', 'reject'))))::int
        AS assistant_agreed,
      (count(*) FILTER (WHERE decided AND opinion = 'unsure'))::int AS assistant_unsure,
      (count(*) FILTER (WHERE status = 'pending'))::int AS waiting_now,
      (count(*) FILTER (WHERE status = 'blocked'))::int AS blocked_now,
      (extract(epoch FROM now() - min(created_at) FILTER (WHERE status = 'pending')) * 1000)::float8 AS oldest_waiting_ms
    FROM (
      -- What a rule approved says nothing about how people review.
      SELECT *, status IN ('approved', 'rejected') AND decided_at >= ${since} AND decided_by <> 'system' AS decided,
        CASE WHEN assistant->>'content_hash' = content_hash THEN assistant->>'verdict' END AS opinion
      FROM proposal WHERE workspace_id = ${workspaceId} AND seeded IS NULL
        AND (status IN ('pending', 'blocked') OR created_at >= ${since} OR decided_at >= ${since})
    ) p`
  return {
    ...totals[0]!,
    reviewers: reviewers.map(({ actor_type, actor_id, actor_label, ...counts }) => ({
      actor: { type: actor_type, id: actor_id, label: actor_label },
      ...counts,
    })),
  }
}

async function readQueue({ db, workspaceId }: Scoped, now: Date, slaHours: number) {
  const facets = await db.$queryRaw<FacetRow[]>`
    WITH waiting AS (
      SELECT key, scope, risk, findings FROM proposal WHERE workspace_id = ${workspaceId} AND status = 'pending'
    )
    (SELECT 'key' AS facet, key AS value, count(*)::int AS count FROM waiting GROUP BY key ORDER BY count(*) DESC, key LIMIT 200)
    UNION ALL (SELECT 'scope', scope, count(*)::int FROM waiting GROUP BY scope ORDER BY count(*) DESC, scope LIMIT 100)
    UNION ALL (SELECT 'risk', risk, count(*)::int FROM waiting GROUP BY risk)
    UNION ALL (SELECT 'finding', f->>'rule', count(*)::int FROM waiting, jsonb_array_elements(findings) f
      GROUP BY f->>'rule' ORDER BY count(*) DESC LIMIT 100)`
  const late = new Date(now.getTime() - slaHours * hourMs)
  const dayAgo = new Date(now.getTime() - dayMs)
  const totals = await db.$queryRaw<
    {
      pending: number
      blocked: number
      overdue: number
      decided_today: number
      oldest_at: Date | null
      oldest_cleared_hours: number | null
    }[]
  >`SELECT (count(*) FILTER (WHERE status = 'pending'))::int AS pending,
      (count(*) FILTER (WHERE status = 'blocked'))::int AS blocked,
      (count(*) FILTER (WHERE status = 'pending' AND created_at < ${late}))::int AS overdue,
      (count(*) FILTER (WHERE decided_at >= ${dayAgo}))::int AS decided_today,
      min(created_at) FILTER (WHERE status = 'pending') AS oldest_at,
      (max(extract(epoch FROM decided_at - created_at) / 3600) FILTER (WHERE decided_at >= ${dayAgo}))::float8 AS oldest_cleared_hours
    FROM proposal WHERE workspace_id = ${workspaceId}
      AND (status IN ('pending', 'blocked') OR decided_at >= ${dayAgo})`
  const of = (facet: FacetRow['facet']) =>
    facets.filter((row) => row.facet === facet).map(({ value, count }) => ({ value, count }))
  const { oldest_at, ...counts } = totals[0]!
  return {
    ...counts,
    oldest_at: oldest_at?.toISOString() ?? null,
    keys: of('key'),
    scopes: of('scope'),
    risks: of('risk'),
    findings: of('finding'),
  }
}

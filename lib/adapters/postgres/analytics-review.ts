import type { AnalyticsReader, UsageFilter } from '@/lib/usage/analytics-ports'
import type { AnalyticsWindow } from '@/lib/usage/analytics-schema'
import type { Scoped } from './database'
import { Prisma } from './generated/client'

/** An item left open over lunch was not being read: longer looks count as this much. */
const maxMinutesPerDecision = 30

type ReviewReads = Pick<AnalyticsReader, 'unanswered' | 'funnel' | 'wrong' | 'reviewTime' | 'entries'>

/** What people did in the window: proposals, decisions, reports, judgements. */
export function reviewAnalytics(scoped: Scoped): ReviewReads {
  return {
    unanswered: (window, filter) => readUnanswered(scoped, window, filter),
    funnel: (window, filter) => readFunnel(scoped, window, filter),
    wrong: (window, filter) => readWrong(scoped, window, filter),
    reviewTime: (window, filter) => readReviewTime(scoped, window, filter),
    entries: (nowMs, filter) => readEntries(scoped, nowMs, filter),
  }
}

async function readUnanswered({ db, workspaceId }: Scoped, window: AnalyticsWindow, filter: UsageFilter) {
  const rows = await db.$queryRaw<
    {
      id: string
      masked_text: string
      key: string | null
      scope: string
      reason: string
      count: number
      last_seen_at: Date
    }[]
  >`SELECT id, masked_text, key, scope, reason, count, last_seen_at FROM miss m
    WHERE workspace_id = ${workspaceId} AND last_seen_at >= ${new Date(window.fromMs)} ${narrowed('m', filter)}
      AND reason <> 'guarded' AND NOT EXISTS (SELECT 1 FROM entry e WHERE e.workspace_id = m.workspace_id
        AND e.scope = m.scope AND e.key = m.key AND e.state = 'active' AND e.current_version > 0)
    ORDER BY count DESC, last_seen_at DESC LIMIT 25`
  return rows.map(({ last_seen_at, ...row }) => ({ ...row, last_seen_at: last_seen_at.toISOString() }))
}

async function readFunnel({ db, workspaceId }: Scoped, window: AnalyticsWindow, filter: UsageFilter) {
  const from = new Date(window.fromMs)
  const [[counts], [versions]] = await Promise.all([
    db.$queryRaw<
      {
        proposed: number
        blocked: number
        decided: number
        approved: number
        rejected: number
        waiting_now: number
      }[]
    >`SELECT (count(*) FILTER (WHERE p.created_at >= ${from}))::int AS proposed,
        (count(*) FILTER (WHERE p.created_at >= ${from} AND p.status = 'blocked'))::int AS blocked,
        (count(*) FILTER (WHERE p.decided_at >= ${from} AND p.status IN ('approved', 'rejected')))::int AS decided,
        (count(*) FILTER (WHERE p.decided_at >= ${from} AND p.status = 'approved'))::int AS approved,
        (count(*) FILTER (WHERE p.decided_at >= ${from} AND p.status = 'rejected'))::int AS rejected,
        (count(*) FILTER (WHERE p.status = 'pending'))::int AS waiting_now
      FROM proposal p WHERE p.workspace_id = ${workspaceId} AND p.seeded IS NULL ${narrowed('p', filter)}
        AND (p.status = 'pending' OR p.created_at >= ${from} OR p.decided_at >= ${from})`,
    db.$queryRaw<{ published: number }[]>`
      SELECT count(*)::int AS published FROM entry e JOIN entry_version v ON v.entry_id = e.id
      WHERE e.workspace_id = ${workspaceId} AND v.created_at >= ${from} ${narrowed('e', filter)}
        AND NOT EXISTS (SELECT 1 FROM entry_version_withdrawal w WHERE w.entry_id = v.entry_id AND w.version = v.version)`,
  ])
  return { ...counts!, published: versions!.published }
}

async function readWrong({ db, workspaceId }: Scoped, window: AnalyticsWindow, filter: UsageFilter) {
  const from = new Date(window.fromMs)
  const [reported, [before], [judged]] = await Promise.all([
    db.$queryRaw<
      {
        entry_id: string
        key: string
        version: number
        state: string
        reports: number
        last_at: Date
        all: number
      }[]
    >`SELECT r.entry_id, e.key, max(r.version)::int AS version, e.state, count(*)::int AS reports,
        max(r.created_at) AS last_at, (sum(count(*)) OVER ())::int AS all
      FROM hit_report r JOIN entry e ON e.id = r.entry_id
      WHERE r.workspace_id = ${workspaceId} AND r.created_at >= ${from} ${narrowed('e', filter)}
      GROUP BY r.entry_id, e.key, e.state ORDER BY count(*) DESC, max(r.created_at) DESC LIMIT 10`,
    db.$queryRaw<{ reports: number }[]>`
      SELECT count(*)::int AS reports FROM hit_report r JOIN entry e ON e.id = r.entry_id
      WHERE r.workspace_id = ${workspaceId} AND r.created_at >= ${new Date(window.previousFromMs)}
        AND r.created_at < ${from} ${narrowed('e', filter)}`,
    db.$queryRaw<{ judged: number; judged_wrong: number }[]>`
      SELECT coalesce(sum(j.count), 0)::int AS judged,
        coalesce(sum(j.count) FILTER (WHERE NOT j.correct), 0)::int AS judged_wrong
      FROM judgement j JOIN entry e ON e.id = j.entry_id
      WHERE j.workspace_id = ${workspaceId} AND j.judged_at >= ${from} ${narrowed('e', filter)}`,
  ])
  return {
    reports: reported[0]?.all ?? 0,
    previous: before!.reports,
    ...judged!,
    entries: reported.map(({ all: _, last_at, ...row }) => ({ ...row, last_at: last_at.toISOString() })),
  }
}

/** People's decisions only; taken-back ones too, for they took time as well. */
async function readReviewTime({ db, workspaceId }: Scoped, window: AnalyticsWindow, filter: UsageFilter) {
  const [row] = await db.$queryRaw<{ decisions: number; timed: number; minutes: number }[]>`
    SELECT count(*)::int AS decisions, count(d.opened_at)::int AS timed,
      coalesce(sum(least(greatest(extract(epoch FROM d.created_at - d.opened_at) / 60, 0), ${maxMinutesPerDecision})), 0)::float8 AS minutes
    FROM decision d JOIN proposal p ON p.id = d.proposal_id
    WHERE d.workspace_id = ${workspaceId} AND d.actor_type = 'user'
      AND d.created_at >= ${new Date(window.fromMs)} ${narrowed('p', filter)}`
  return row!
}

async function readEntries({ db, workspaceId }: Scoped, nowMs: number, filter: UsageFilter) {
  const [row] = await db.$queryRaw<{ active: number; quarantined: number; disabled: number; due: number }[]>`
    SELECT (count(*) FILTER (WHERE state = 'active' AND current_version > 0))::int AS active,
      (count(*) FILTER (WHERE state = 'quarantined'))::int AS quarantined,
      (count(*) FILTER (WHERE state = 'disabled'))::int AS disabled,
      (count(*) FILTER (WHERE state = 'active' AND review_by <= ${new Date(nowMs)}))::int AS due
    FROM entry e WHERE workspace_id = ${workspaceId} ${narrowed('e', filter)}`
  return row!
}

/** `table` is one of this file's own aliases, never input. */
function narrowed(table: 'm' | 'p' | 'e', { scope, key }: UsageFilter): Prisma.Sql {
  const column = (name: string) => Prisma.raw(`${table}.${name}`)
  return Prisma.sql`${scope === undefined ? Prisma.empty : Prisma.sql`AND ${column('scope')} = ${scope}`}
    ${key === undefined ? Prisma.empty : Prisma.sql`AND ${column('key')} = ${key}`}`
}

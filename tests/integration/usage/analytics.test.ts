import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { analyticsReader } from '@/lib/adapters/postgres/analytics-reader'
import { openDatabase } from '@/lib/adapters/postgres/database'
import type { Role, UserPrincipal } from '@/lib/auth/schema'
import { newId } from '@/lib/kernel/ids'
import { hourMs } from '@/lib/kernel/time'
import { Analytics } from '@/lib/usage/analytics-schema'
import { readAnalytics } from '@/lib/usage/read-analytics'
import type { UsageEvent } from '@/lib/usage/schema'
import { WorkspacePolicy } from '@/lib/workspaces/schema'
import { countRequests } from './count-requests'

const url = process.env.L0_TEST_DATABASE_URL!
const database = openDatabase({ url, role: 'l0_app', maxConnections: 5 })
const owner = new pg.Pool({ connectionString: url, max: 2 })
const now = new Date('2026-11-24T10:20:00Z')
const deps = {
  clock: { now: () => now },
  reader: (workspaceId: string) => analyticsReader({ db: database.prisma, workspaceId }),
}
afterAll(async () => {
  await database.close()
  await owner.end()
})

function person(workspaceId: string, role: Role = 'viewer', mfa = true): UserPrincipal {
  return {
    kind: 'user',
    user_id: 'usr_1',
    session_id: 'ses_1',
    workspace_id: workspaceId,
    role,
    label: 'Vi',
    email: 'vi@example.com',
    mfa_at: mfa ? now : null,
    step_up_at: null,
    mfa_enrolled: true,
  }
}

async function workspace(): Promise<string> {
  const id = newId('ws')
  await owner.query(`INSERT INTO workspace (id, slug, name, policy, salt) VALUES ($1, $2, 'Shop', $3, 's')`, [
    id,
    `t-${randomBytes(6).toString('hex')}`,
    WorkspacePolicy.parse({ reviewer_usd_per_hour: 60 }),
  ])
  return id
}

const count = (workspaceId: string, hoursAgo: number, times: number, event: Partial<UsageEvent> = {}) =>
  countRequests(
    database,
    { workspace_id: workspaceId, at_ms: now.getTime() - hoursAgo * hourMs },
    times,
    event,
  )

const miss = {
  status: 'miss',
  reason: 'no_key',
  key: null,
  cost_usd: 0.02,
  saved_usd: 0,
  latency_ms: 900,
} as const

describe('analytics', () => {
  let id: string
  beforeAll(async () => {
    id = await workspace()
    await count(id, 0.1, 3)
    await count(id, 2, 6)
    await count(id, 2, 4, miss)
    await count(id, 3, 1, { ...miss, error: true, model: 'bad-model' })
    await count(id, 3, 2, { status: 'bypass', reason: 'tools', key: null, saved_usd: 0, latency_ms: 1_200 })
    await count(id, 2, 5, {
      ...miss,
      status: 'bypass',
      reason: 'embedding',
      model: 'helper',
      cost_usd: 0.001,
    })
    await count(id, 30, 2)
    await count(id, 5, 7, { scope: 'other', key: 'track_order' })
  })
  const read = (query: Partial<Parameters<typeof readAnalytics>[2]> = {}, workspaceId = id) =>
    readAnalytics(deps, person(workspaceId), { range: '24h', ...query })

  it('the reply has the shape that both sides share', async () => {
    expect(Analytics.parse(await read())).toEqual(await read())
  })

  it('totals add up, and what the normalizer asks for itself is no request', async () => {
    const { totals, ledger } = await read()
    expect(totals).toMatchObject({ requests: 23, hits: 16, misses: 5, bypassed: 2, errors: 1 })
    expect(totals.hit_rate).toBeCloseTo(16 / 21)
    expect(totals.saved_usd).toBeCloseTo(0.16)
    expect(totals.helper_usd).toBeCloseTo(0.005)
    expect(ledger.net_usd).toBeCloseTo(0.155)
  })

  it('the running hour is shown but not compared', async () => {
    const { complete, previous, series } = await read()
    expect(complete.hits).toBe(13)
    expect(previous.hits).toBe(2)
    expect(series).toHaveLength(25)
    expect(series.at(-1)).toMatchObject({ at: '2026-11-24T10:00:00.000Z', hits: 3 })
  })

  it('latency of hits and of models are kept apart', async () => {
    const { totals } = await read()
    expect(totals.hit_latency.p50!).toBeLessThanOrEqual(0.5)
    expect(totals.model_latency.p50!).toBeGreaterThan(500)
  })

  it('a scope and a key narrow everything', async () => {
    const { totals, intents, scopes, keys } = await read({ scope: 'other' })
    expect(totals.requests).toBe(7)
    expect(intents.map((intent) => intent.key)).toEqual(['track_order'])
    expect((await read({ key: 'cancel_order' })).totals.hits).toBe(9)
    expect(scopes).toContain('default')
    expect(keys).toEqual(expect.arrayContaining(['cancel_order', 'track_order']))
  })

  it('reasons, intents and models come most used first, without the helpers', async () => {
    const { reasons, intents, models } = await read()
    expect(reasons.map(({ reason, requests }) => [reason, requests])).toEqual([
      ['no_key', 5],
      ['tools', 2],
    ])
    expect(intents[0]).toMatchObject({ key: 'cancel_order', hits: 9, now: 6, previous: 2 })
    expect(models.find((model) => model.model === 'bad-model')).toMatchObject({ errors: 1 })
    expect(models.some((model) => model.model === 'helper')).toBe(false)
  })

  it('another workspace sees nothing of it', async () => {
    const other = await read({}, await workspace())
    expect(other.totals).toMatchObject({ requests: 0, hit_rate: null })
    expect(other.series).toHaveLength(25)
    expect([...other.scopes, ...other.keys, ...other.unanswered]).toEqual([])
  })

  it('nobody reads it before the second factor is proven', async () => {
    const attempt = readAnalytics(deps, person(id, 'admin', false), { range: '24h' })
    await expect(attempt).rejects.toMatchObject({ code: 'mfa_required' })
  })

  it('days hold what their hours hold', async () => {
    const sums = (table: string, hour: string) =>
      owner.query(
        `SELECT date_trunc('day', ${hour}, 'UTC') AS day, key, reason, sum(requests) AS requests, sum(saved_usd) AS saved,
           sum((latency->>3)::int) AS quick
         FROM ${table} WHERE workspace_id = $1 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
        [id],
      )
    const [hours, days] = [await sums('usage_hour', 'hour'), await sums('usage_day', 'day')]
    expect(days.rows).toEqual(hours.rows)
    const month = await read({ range: '30d' })
    expect(month.totals).toMatchObject({ hits: 18, misses: 5 })
    expect(month.totals.hit_latency.p50!).toBeLessThanOrEqual(0.5)
  })

  it.each(['1h', '24h', '7d', '30d', '90d', '1y'] as const)('%s has one point a bucket', async (range) => {
    const { series, previous_series } = await read({ range })
    expect(series.length).toBe(previous_series.length + 1)
  })
})

describe('every range', () => {
  let id: string
  beforeAll(async () => {
    id = await workspace()
    const hours = [
      0, 1, 5, 10, 11, 23, 24, 30, 47, 60, 100, 160, 168, 171, 175, 200, 300, 340, 345, 900, 3_000, 9_000,
    ]
    for (const [index, hoursAgo] of hours.entries()) {
      await count(id, hoursAgo, index + 1)
      await count(id, hoursAgo, 2, { ...miss, key: 'track_order', scope: 'other' })
      await count(id, hoursAgo, 1, { ...miss, status: 'bypass', reason: 'embedding' })
    }
  })

  it.each(['1h', '24h', '7d', '30d', '90d', '1y'] as const)(
    '%s: its parts add up to its totals',
    async (range) => {
      for (const filter of [{}, { scope: 'other' }, { key: 'cancel_order' }]) {
        const read = await readAnalytics(deps, person(id), { range, ...filter })
        const sum = (member: 'requests' | 'now' | 'previous' | 'hits') =>
          read.intents.reduce((all, intent) => all + intent[member], 0)
        expect(sum('requests')).toBe(read.totals.requests)
        expect(sum('hits')).toBe(read.totals.hits)
        expect(sum('now')).toBe(read.complete.requests)
        expect(sum('previous')).toBe(read.previous.requests)
        const points = [...read.series, ...read.previous_series]
        expect(points.reduce((all, point) => all + point.requests, 0)).toBe(
          read.totals.requests + read.previous.requests,
        )
        const models = read.models.reduce((all, model) => all + model.requests, 0)
        expect(models).toBe(read.totals.misses)
      }
    },
  )
})

describe('review in analytics', () => {
  let id: string
  beforeAll(async () => {
    id = await workspace()
    const at = new Date(now.getTime() - hourMs)
    const proposal = (name: string, status: string, extra = '') =>
      owner.query(
        `INSERT INTO proposal (id, workspace_id, scope, key, status, risk, answer, model_answer, content_hash, created_at,
           decided_at, decided_by, seeded)
         VALUES ($1, $2, 'default', $3, $4, 'low', 'a', 'a', 'h', $5, $6, $7, $8)`,
        [
          `${id}_${name}`,
          id,
          name,
          status,
          at,
          ...(status === 'pending' ? [null, null] : [at, 'usr_1']),
          extra || null,
        ],
      )
    await proposal('one', 'approved')
    await proposal('two', 'rejected')
    await proposal('three', 'pending')
    await proposal('seed', 'rejected', 'bad')
    const decision = (name: string, verdict: string, opened: Date | null) =>
      owner.query(
        `INSERT INTO decision (id, workspace_id, proposal_id, verdict, actor_type, actor_id, actor_label, content_hash,
           policy_version, opened_at, created_at) VALUES ($1, $2, $3, $4, 'user', 'usr_1', 'Vi', 'h', 1, $5, $6)`,
        [`${id}_${name}`, id, `${id}_${name}`, verdict, opened, at],
      )
    await decision('one', 'approve', new Date(at.getTime() - 2 * 60_000))
    await decision('two', 'reject', new Date(at.getTime() - 5 * hourMs))
    await decision('seed', 'reject', null)
    await owner.query(
      `INSERT INTO entry (id, workspace_id, scope, key, state, current_version) VALUES ($1, $2, 'default', 'one', 'quarantined', 1)`,
      [`${id}_ent`, id],
    )
    await owner.query(
      `INSERT INTO hit_report (id, workspace_id, hit_id, entry_id, version, reason, actor_type, actor_id, created_at)
       VALUES ($1, $2, 'h', $3, 1, 'wrong', 'api_key', 'k', $4)`,
      [`${id}_rep`, id, `${id}_ent`, at],
    )
    await owner.query(
      `INSERT INTO miss (id, workspace_id, scope, reason, masked_text, masked_hash, count, last_seen_at)
       VALUES ($1, $2, 'default', 'no_key', 'where is my parcel', 'h', 9, $3)`,
      [`${id}_mis`, id, at],
    )
  })

  it('the funnel leaves out what only measures reviewers', async () => {
    const { funnel } = await readAnalytics(deps, person(id), { range: '24h' })
    expect(funnel).toMatchObject({ proposed: 3, decided: 2, approved: 1, rejected: 1, waiting_now: 1 })
  })

  it('review is paid by the time an item was open, at most half an hour each', async () => {
    const { ledger } = await readAnalytics(deps, person(id), { range: '24h' })
    expect(ledger).toMatchObject({ decisions: 3, timed_decisions: 2, reviewer_usd_per_hour: 60 })
    expect(ledger.review_minutes).toBeCloseTo(48)
    expect(ledger.net_usd).toBeCloseTo(-48)
  })

  it('reports name the entry, unanswered questions are masked text', async () => {
    const { wrong, unanswered } = await readAnalytics(deps, person(id), { range: '24h' })
    expect(wrong).toMatchObject({ reports: 1, previous: 0, quarantined_now: 1 })
    expect(wrong.entries[0]).toMatchObject({ key: 'one', state: 'quarantined', reports: 1 })
    expect(unanswered[0]).toMatchObject({ masked_text: 'where is my parcel', count: 9 })
  })
})

import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { analyticsReader } from '@/lib/adapters/postgres/analytics-reader'
import { openDatabase } from '@/lib/adapters/postgres/database'
import { rollupKeeper } from '@/lib/adapters/postgres/rollup-keeper'
import { usageStore } from '@/lib/adapters/postgres/usage-store'
import { newId } from '@/lib/kernel/ids'
import { dayMs, hourMs } from '@/lib/kernel/time'
import { windowOf } from '@/lib/usage/analytics-schema'
import { UsageBatch } from '@/lib/usage/batch-usage'
import { bucketOf } from '@/lib/usage/histogram'
import { keepRollups } from '@/lib/usage/keep-rollups'
import type { UsageEvent } from '@/lib/usage/schema'
import { countRequests, hit } from './count-requests'

const url = process.env.L0_TEST_DATABASE_URL!
const database = openDatabase({ url, role: 'l0_app', maxConnections: 6 })
const owner = new pg.Pool({ connectionString: url, max: 2 })
const now = Date.UTC(2026, 10, 25, 10, 20)
const deps = { nowMs: () => now, keeper: (workspaceId: string) => rollupKeeper(database, workspaceId) }
afterAll(async () => {
  await database.close()
  await owner.end()
})

let id: string
beforeEach(async () => {
  id = newId('ws')
  await owner.query(
    `INSERT INTO workspace (id, slug, name, policy, salt) VALUES ($1, $2, 'Shop', '{}', 's')`,
    [id, `t-${randomBytes(6).toString('hex')}`],
  )
})

const count = (daysAgo: number, times: number, event: Partial<UsageEvent> = {}) =>
  countRequests(database, { workspace_id: id, at_ms: now - daysAgo * dayMs }, times, event)

/** Every sum of the tables by kind and by key, beside what the rows by hour and by day give. */
async function sums(table: string, where: string) {
  const { rows } = await owner.query<{ requests: string | null; saved: string | null }>(
    `SELECT sum(requests) AS requests, sum(saved_usd) AS saved FROM ${table} WHERE workspace_id = $1 AND ${where}`,
    [id],
  )
  return rows[0]!
}

async function kinds() {
  const { rows } = await owner.query(
    `SELECT unit, start, scope, status, reason, model, requests, input_tokens, cost_usd, errors, latency
     FROM usage_kind WHERE workspace_id = $1 ORDER BY 1, 2, 3, 4, 5, 6`,
    [id],
  )
  return rows as Record<string, unknown>[]
}

describe('roll-ups', () => {
  it('hold the same requests whatever they are asked by', async () => {
    await count(0, 3)
    await count(0, 2, { key: 'track_order', scope: 'other' })
    await count(1, 4, { key: null, status: 'miss', reason: 'no_key', saved_usd: 0 })
    await count(0, 7, {
      key: 'track_order',
      scope: 'other',
      status: 'miss',
      reason: 'no_entry',
      saved_usd: 0,
    })
    await count(9, 5)
    await count(0, 6, { key: null, status: 'bypass', reason: 'intent_classifier', saved_usd: 0 })
    for (const where of [`unit = 'hour'`, `unit = 'day'`, `unit = 'week'`]) {
      expect(await sums('usage_kind', where)).toEqual(await sums('usage_day', 'true'))
      expect(await sums('usage_key', where)).toEqual(
        await sums('usage_hour', `reason <> 'intent_classifier'`),
      )
    }
    const byKey = await owner.query(
      `SELECT key, sum(requests)::int AS requests, sum(hits)::int AS hits FROM usage_key
       WHERE workspace_id = $1 AND unit = 'week' GROUP BY key ORDER BY key`,
      [id],
    )
    expect(byKey.rows).toEqual([
      { key: '', requests: 4, hits: 0 },
      { key: 'cancel_order', requests: 8, hits: 8 },
      { key: 'track_order', requests: 9, hits: 2 },
    ])
  })

  it('every range counts an intent’s requests to the day, whichever rows it reads them from', async () => {
    const days = 185
    for (let day = 0; day < days; day++)
      await count(day, 1 + (day % 3), day % 2 ? { key: 'track_order' } : {})
    const reader = analyticsReader({ db: database.prisma, workspaceId: id })
    for (const range of ['7d', '30d', '90d'] as const) {
      const window = windowOf(range, now)
      const expected = (key: number, from: number, to: number) =>
        Array.from({ length: days }, (_, day) => day)
          .filter((day) => day % 2 === key && now - day * dayMs >= from && now - day * dayMs < to)
          .reduce((sum, day) => sum + 1 + (day % 3), 0)
      const { intents } = await reader.breakdown(window, {})
      for (const [index, key] of ['cancel_order', 'track_order'].entries())
        expect([range, intents.find((intent) => intent.key === key)]).toMatchObject([
          range,
          {
            requests: expected(index, window.fromMs, window.toMs + 1),
            now: expected(index, window.fromMs, window.runningMs),
            previous: expected(index, window.previousFromMs, window.fromMs),
          },
        ])
    }
  })

  it('a batch over midnight counts in both days, slow and quick requests in one histogram', async () => {
    const batch = new UsageBatch(usageStore(database.prisma))
    const midnight = now - (now % dayMs)
    const at = (ms: number, latency_ms: number, key = 'cancel_order') =>
      batch.count({ workspace_id: id, at_ms: midnight + ms, ...hit, key, latency_ms })
    for (const latency of [0.4, 900]) {
      at(-2 * hourMs, latency)
      at(-1, latency)
      at(1, latency)
      at(1, latency, 'track_order')
      await batch.flush()
    }
    at(1, 0.4)
    await batch.flush()
    const read = async (unit: 'hour' | 'day') =>
      (
        await owner.query<{ key: string; at: Date; requests: number; latency: number[] }>(
          `SELECT key, ${unit} AS at, requests::int, latency FROM usage_${unit}
           WHERE workspace_id = $1 ORDER BY key, ${unit}`,
          [id],
        )
      ).rows.map(({ key, at: start, requests, latency }) => [
        key,
        (start.getTime() - midnight) / hourMs,
        requests,
        latency[bucketOf(0.4)],
        latency[bucketOf(900)],
        latency.reduce((sum, bucket) => sum + bucket, 0),
      ])
    expect(await read('hour')).toEqual([
      ['cancel_order', -2, 2, 1, 1, 2],
      ['cancel_order', -1, 2, 1, 1, 2],
      ['cancel_order', 0, 3, 2, 1, 3],
      ['track_order', 0, 2, 1, 1, 2],
    ])
    expect(await read('day')).toEqual([
      ['cancel_order', -24, 4, 2, 2, 4],
      ['cancel_order', 0, 3, 2, 1, 3],
      ['track_order', 0, 2, 1, 1, 2],
    ])
    for (const unit of ['hour', 'day', 'week'])
      expect((await sums('usage_key', `unit = '${unit}'`)).requests).toBe('9')
    expect(await keepRollups(deps, id)).toEqual({ rebuilt: false, dropped: 0 })
  })

  it('two servers that count at once lose nothing', async () => {
    const keys = Array.from({ length: 20 }, (_, i) => `intent_${i}`)
    await Promise.all(
      Array.from({ length: 6 }, async (_, server) => {
        const batch = new UsageBatch(usageStore(database.prisma))
        for (let round = 0; round < 5; round++) {
          const order = server % 2 === 0 ? keys : [...keys].reverse()
          for (const key of order) batch.count({ workspace_id: id, at_ms: now, ...hit, key })
          await batch.flush()
        }
        await batch.flush()
      }),
    )
    const counted = (await sums('usage_kind', `unit = 'week'`)).requests
    expect(counted).toBe(String(6 * 5 * 20))
    expect((await sums('usage_hour', 'true')).requests).toBe(counted)
  })

  it('what a server of the version before counted is put into the sums, and nothing else changes', async () => {
    await count(0, 3)
    await count(1, 2, { latency_ms: 900, status: 'miss', reason: 'no_entry', saved_usd: 0 })
    await count(20, 7)
    const whole = await kinds()
    expect(await keepRollups(deps, id)).toEqual({ rebuilt: false, dropped: 0 })
    // It wrote the hours and the days only.
    await owner.query(`DELETE FROM usage_kind WHERE workspace_id = $1 AND start >= $2`, [
      id,
      new Date(now - 3 * dayMs),
    ])
    await owner.query(`DELETE FROM usage_key WHERE workspace_id = $1 AND start >= $2`, [
      id,
      new Date(now - 3 * dayMs),
    ])
    expect(await keepRollups(deps, id)).toEqual({ rebuilt: true, dropped: 0 })
    expect(await kinds()).toEqual(whole)
    expect((await sums('usage_key', `unit = 'week'`)).requests).toBe('12')
    expect(await keepRollups(deps, id)).toEqual({ rebuilt: false, dropped: 0 })
  })

  it('hours and days that no range reads any more go, their sums stay', async () => {
    await count(0, 1)
    await count(30, 2)
    await count(50, 4)
    await count(500, 8)
    await count(800, 16)
    const { dropped } = await keepRollups(deps, id)
    expect(dropped).toBeGreaterThan(0)
    expect((await sums('usage_hour', 'true')).requests).toBe('3')
    expect((await sums('usage_key', `unit = 'hour'`)).requests).toBe('3')
    expect((await sums('usage_kind', `unit = 'hour'`)).requests).toBe('7')
    expect((await sums('usage_day', 'true')).requests).toBe('15')
    expect((await sums('usage_kind', `unit = 'day'`)).requests).toBe('31')
    expect((await sums('usage_key', `unit = 'week'`)).requests).toBe('31')
    expect(await keepRollups(deps, id)).toEqual({ rebuilt: false, dropped: 0 })
  })

  it('another workspace’s rows are left alone', async () => {
    await count(50, 4)
    const mine = id
    id = newId('ws')
    await count(50, 1, { at_ms: now - 50 * dayMs - hourMs })
    await keepRollups(deps, id)
    id = mine
    expect((await sums('usage_hour', 'true')).requests).toBe('4')
  })
})

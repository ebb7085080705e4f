import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { liveAnswers } from '@/lib/adapters/postgres/live-answers'
import { privacyUnit } from '@/lib/adapters/postgres/privacy-store'
import { withAdvisoryLock } from '@/lib/adapters/postgres/advisory-lock'
import { newId } from '@/lib/kernel/ids'
import { dayMs } from '@/lib/kernel/time'
import { rescanLive } from '@/lib/proposals/intake/rescan-live'
import { checkTemplateDeep } from '@/lib/safety/check-template-deep'
import { rulesetVersion } from '@/lib/safety/ruleset'
import { composeChores } from '@/lib/server/compose/chores'
import { makeLog } from '@/lib/server/log'
import { enforceRetention } from '@/lib/workspaces/enforce-retention'
import { testEnv } from '../../support/app'
import { openHarness, type Harness } from './harness'

let h: Harness
beforeAll(async () => {
  h = await openHarness()
})
afterAll(() => h.close())

const rescanning = () => ({
  ...h.review,
  answers: liveAnswers(h.database.prisma),
  recheck: checkTemplateDeep,
})

/** A live entry whose approval recorded these rules. */
async function liveEntry(key: string, answer: string, ruleset: string): Promise<string> {
  const id = newId('ent')
  await h.owner.query(`INSERT INTO entry (id, workspace_id, scope, key) VALUES ($1, $2, 'default', $3)`, [
    id,
    h.workspaceId,
    key,
  ])
  await h.owner.query(
    `INSERT INTO entry_version (entry_id, version, workspace_id, answer, content_hash, risk, origin, approved_by, ruleset_version)
     VALUES ($1, 1, $2, $3, 'hash', 'low', 'approval', '[]', $4)`,
    [id, h.workspaceId, answer, ruleset],
  )
  await h.owner.query(`UPDATE entry SET current_version = 1, revision = 1 WHERE id = $1`, [id])
  return id
}

describe('the re-scan', () => {
  test('looks at answers of other rules only, opens a review for what is objected to, and is audited once', async () => {
    await liveEntry('clean', 'We are open from nine to five.', 'rs1-old')
    await liveEntry('current', 'Write to jane.doe@gmail.com.', rulesetVersion)
    const bad = await liveEntry('bad', 'Write to jane.doe@gmail.com.', 'rs1-old')
    expect(await rescanLive(rescanning(), h.workspaceId)).toMatchObject({
      from_versions: ['rs1-old'],
      to_version: rulesetVersion,
      scanned: 2,
      current: 1,
      objected: 1,
      opened: 1,
    })
    const { rows } = await h.owner.query(
      `SELECT key, origin FROM proposal WHERE workspace_id = $1 AND status IN ('pending', 'blocked')`,
      [h.workspaceId],
    )
    expect(rows).toEqual([{ key: 'bad', origin: 'rescan' }])
    expect((await h.review.unit.read(h.workspaceId).entries.get(bad))!.state).toBe('active')
    expect(await rescanLive(rescanning(), h.workspaceId)).toBeNull()
    const events = await h.owner.query(
      `SELECT target_id FROM audit_event WHERE workspace_id = $1 AND type = 'safety.rescan'`,
      [h.workspaceId],
    )
    expect(events.rows).toEqual([{ target_id: rulesetVersion }])
  })
})

describe('a round of chores', () => {
  const chores = () => {
    const env = testEnv()
    const fails = async () => {
      throw new Error('broken')
    }
    const swept: string[] = []
    const sweep = async (id: string) => void swept.push(id)
    const made = composeChores(
      { env, clock: h.clock, db: h.database, log: makeLog(env) },
      {
        review: { review: { ...h.review, unit: h.review.unit }, sweep, entries: h.entries },
        rollout: { check: async () => {} },
        workspaces: { list: async () => [{ id: 'ws_a' }, { id: 'ws_b' }] as never },
        privacy: { clock: h.clock, unit: { transact: fails } },
      },
    )
    return { made, swept }
  }

  test('visits every workspace although one chore fails', async () => {
    const { made, swept } = chores()
    expect(await made.run()).toBe(true)
    expect(swept).toEqual(['ws_a', 'ws_b'])
  })

  test('is done by one instance at a time', async () => {
    const { made, swept } = chores()
    const url = testEnv().DATABASE_URL
    await withAdvisoryLock(url, 'chores', async () => {
      expect(await made.run()).toBe(false)
    })
    expect(swept).toEqual([])
    expect(await made.run()).toBe(true)
  })

  test('a crash of the holder gives the lock back', async () => {
    const url = testEnv().DATABASE_URL
    let free: () => void = () => {}
    const held = new Promise<void>((resolve) => (free = resolve))
    let isHeld = () => {}
    const taken = new Promise<void>((resolve) => (isHeld = resolve))
    const holder = withAdvisoryLock(url, 'crash', () => (isHeld(), held))
    await taken
    expect(await withAdvisoryLock(url, 'crash', async () => {})).toBe(false)
    const admin = new pg.Client(process.env.L0_TEST_DATABASE_URL)
    await admin.connect()
    await admin.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'l0-cache lock'`,
    )
    await admin.end()
    await expect.poll(() => withAdvisoryLock(url, 'crash', async () => {})).toBe(true)
    free()
    await holder
  })
})

describe('retention', () => {
  test('what is older than the policy says goes, audited; nothing goes under a legal hold', async () => {
    const parts = { clock: h.clock, unit: privacyUnit(h.database, h.clock.now) }
    const old = new Date(h.clock.now().getTime() - 91 * dayMs)
    for (const [id, seen] of [
      [newId('mis'), old],
      [newId('mis'), h.clock.now()],
    ] as const)
      await h.owner.query(
        `INSERT INTO miss (id, workspace_id, scope, reason, masked_text, masked_hash, last_seen_at)
         VALUES ($1, $2, 'default', 'no_key', $1, $1, $3)`,
        [id, h.workspaceId, seen],
      )
    await h.setPolicy({ legal_hold: true })
    expect(await enforceRetention(parts, h.workspaceId)).toBe(0)
    await h.setPolicy({ legal_hold: false })
    expect(await enforceRetention(parts, h.workspaceId)).toBe(1)
    expect(await enforceRetention(parts, h.workspaceId)).toBe(0)
    const { rows } = await h.owner.query(
      `SELECT body FROM audit_event WHERE workspace_id = $1 AND type = 'privacy.erased'`,
      [h.workspaceId],
    )
    expect(rows).toHaveLength(1)
    expect(rows[0].body).toContain('"misses":1')
  })
})

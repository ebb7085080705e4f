import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { privacyUnit } from '@/lib/adapters/postgres/privacy-store'
import { sha256Hex } from '@/lib/kernel/hash'
import { newId } from '@/lib/kernel/ids'
import { forgetPerson } from '@/lib/workspaces/forget-person'
import { ForgetPerson } from '@/lib/workspaces/privacy-schema'
import type { PrivacyParts } from '@/lib/workspaces/privacy-ports'
import { hashUserRef } from '@/lib/workspaces/user-hash'
import { openHarness, refusal, type Harness } from './harness'

let h: Harness
let other: Harness
let parts: PrivacyParts
const userRef = 'customer-4711'
const caller = <P>(principal: P) => ({ principal, request_id: 'req_test' })
const input = (value: object) => ForgetPerson.parse(value)

beforeAll(async () => {
  h = await openHarness()
  other = await openHarness()
  parts = { clock: h.clock, unit: privacyUnit(h.database, h.clock.now) }
})
afterAll(async () => {
  await h.close()
  await other.close()
})
beforeEach(async () => {
  for (const table of ['miss', 'memo', 'judgement', 'hit_report'])
    await h.owner.query(`DELETE FROM ${table} WHERE workspace_id = $1`, [h.workspaceId])
})

/** One of everything a question leaves behind. */
async function leaveTraces(of: Harness, text: string, userHash: string | null, key: string): Promise<void> {
  const hash = sha256Hex(text)
  const ws = of.workspaceId
  await of.owner.query(
    `INSERT INTO miss (id, workspace_id, scope, reason, masked_text, masked_hash, user_hash) VALUES ($1, $2, 'default', 'no_key', $3, $4, $5)`,
    [newId('mis'), ws, text, hash, userHash],
  )
  await of.owner.query(
    `INSERT INTO memo (id, workspace_id, masked_hash, masked_text, key, source) VALUES ($1, $2, $3, $4, 'k', 'llm')`,
    [newId('memo'), ws, hash, text],
  )
  await of.owner.query(
    `INSERT INTO judgement (id, workspace_id, entry_id, version, key, masked_text, masked_hash) VALUES ($1, $2, 'ent_x', 1, 'k', $3, $4)`,
    [newId('judg'), ws, text, hash],
  )
  const id = await of.fold(key, `The answer about ${key}.`, text)
  await of.owner.query(`UPDATE proposal_sample SET user_hash = $2 WHERE proposal_id = $1`, [id, userHash])
}

test('by reference: what the person’s requests left goes, what others left stays', async () => {
  const admin = await h.person('admin')
  const mine = hashUserRef('salt', userRef)
  await leaveTraces(h, 'where is my parcel', mine, 'track_one')
  await leaveTraces(h, 'when do you open', hashUserRef('salt', 'somebody else'), 'track_two')
  await leaveTraces(other, 'where is my parcel', mine, 'track_one')
  const receipt = await forgetPerson(parts, caller(admin), input({ user_ref: userRef }))
  expect(receipt.erased).toMatchObject({ misses: 1, samples: 1, memos: 1, judgements: 1 })
  expect(receipt.id).toMatch(/^evt_/)
  for (const [table, column] of [
    ['miss', 'masked_text'],
    ['memo', 'masked_text'],
    ['judgement', 'masked_text'],
    ['proposal_sample', 'text'],
  ]) {
    const { rows } = await h.owner.query(
      `SELECT workspace_id, ${column} AS text FROM ${table} WHERE workspace_id = ANY($1) ORDER BY text`,
      [[h.workspaceId, other.workspaceId]],
    )
    expect(rows, table).toEqual([
      { workspace_id: h.workspaceId, text: 'when do you open' },
      { workspace_id: other.workspaceId, text: 'where is my parcel' },
    ])
  }
  const { rows } = await h.owner.query(`SELECT body FROM audit_event WHERE id = $1`, [receipt.id])
  expect(rows[0].body).not.toContain(userRef)
  expect(rows[0].body).not.toContain(mine)
})

test('by text: every place is emptied, answers that name it are pointed at, the log stays provable', async () => {
  const admin = await h.person('admin')
  await leaveTraces(h, 'i am Zaphod Beeblebrox, where is it', null, 'zaphod')
  await h.owner.query(
    `INSERT INTO hit_report (id, workspace_id, hit_id, entry_id, version, reason, actor_type, actor_id) VALUES ($1, $2, $1, 'ent_x', 1, 'Beeblebrox says no', 'user', 'x')`,
    [newId('rep'), h.workspaceId],
  )
  const operator = await h.person()
  const closed = await h.fold('closed', 'Beeblebrox knows, ask him.')
  await h.decide(operator, closed, { decision: 'reject', reason_code: 'personal_data' })
  await h.owner.query(`DELETE FROM proposal_sample WHERE proposal_id = $1`, [closed])
  const leftover = await h.fold('named', 'Ask Mr Beeblebrox about it.')
  const before = await h.owner.query(
    `INSERT INTO audit_personal (event_id, workspace_id, field, value, salt)
     SELECT id, workspace_id, 'test_name', 'Zaphod Beeblebrox', repeat('0', 64) FROM audit_event WHERE workspace_id = $1 LIMIT 1
     RETURNING event_id`,
    [h.workspaceId],
  )
  expect(before.rowCount).toBe(1)
  const leaves = async () => {
    const { rows } = await h.owner.query<{ leaf_hash: string }>(
      `SELECT leaf_hash FROM audit_event WHERE workspace_id = $1 ORDER BY seq`,
      [h.workspaceId],
    )
    return rows.map((row) => row.leaf_hash)
  }
  const proven = await leaves()
  const search = { search: 'beeblebrox' }
  const preview = await forgetPerson(parts, caller(admin), input({ ...search, preview: true }))
  expect(preview.id).toBeNull()
  const receipt = await forgetPerson(parts, caller(admin), input(search))
  expect(receipt.erased).toEqual(preview.erased)
  expect(receipt.erased).toMatchObject({
    misses: 1,
    // The waiting proposal's own sample holds its answer.
    samples: 2,
    memos: 1,
    judgements: 1,
    reports: 1,
    proposals: 1,
    audit_values: 1,
  })
  expect(receipt.remaining).toMatchObject({ proposals: [leftover], entries: [] })
  expect((await leaves()).slice(0, proven.length)).toEqual(proven)
  const again = await forgetPerson(parts, caller(admin), input(search))
  expect(Object.values(again.erased).every((count) => count === 0)).toBe(true)
})

test('nothing is deleted under a legal hold, without the role, or without a fresh code', async () => {
  const admin = await h.person('admin')
  const by = input({ user_ref: userRef })
  await h.setPolicy({ legal_hold: true })
  expect(await refusal(forgetPerson(parts, caller(admin), by))).toMatchObject({ code: 'conflict' })
  await h.setPolicy({ legal_hold: false })
  const operator = await h.person('operator')
  expect(await refusal(forgetPerson(parts, caller(operator), by))).toMatchObject({ code: 'forbidden' })
  const stale = { ...admin, step_up_at: null }
  expect(await refusal(forgetPerson(parts, caller(stale), by))).toMatchObject({ code: 'step_up_required' })
})

test('a request that names nobody is refused', () => {
  expect(ForgetPerson.safeParse({}).success).toBe(false)
  expect(ForgetPerson.safeParse({ search: 'a' }).success).toBe(false)
})

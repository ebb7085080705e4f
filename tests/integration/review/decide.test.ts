import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { publishSource } from '@/lib/adapters/postgres/publish-source'
import { rollbackEntry } from '@/lib/entries/rollback-entry'
import { changeEntryState } from '@/lib/entries/change-entry-state'
import { editProposal } from '@/lib/proposals/edit-proposal'
import { claimProposal } from '@/lib/proposals/desk/claim-proposal'
import { undoDecision } from '@/lib/proposals/deciding/undo-decision'
import { openHarness, refusal, type Harness } from './harness'

let h: Harness
beforeAll(async () => {
  h = await openHarness()
})
afterAll(() => h.close())

const caller = <P>(principal: P) => ({ principal, request_id: 'req_test' })
const audits = async (target: string, type?: string) =>
  (
    await h.owner.query(
      `SELECT type FROM audit_event WHERE target_id = $1 AND ($2::text IS NULL OR type = $2)`,
      [target, type ?? null],
    )
  ).rows.map((row) => row.type as string)
const outboxOf = async (entryId: string) =>
  (await h.owner.query(`SELECT * FROM outbox WHERE subject_id = $1`, [entryId])).rows
const drain = () => h.outbox.drain(1_000, h.clock.now(), async () => {})

describe('one decision', () => {
  test('an approval by key writes version, audit event and outbox row together', async () => {
    await h.intent('track_order', 'low')
    const id = await h.fold('track_order')
    const result = await h.decide(await h.key(), id)
    expect(result).toMatchObject({ done: true, needs: 0, entry: { version: 1 } })
    const entry = await h.review.unit.read(h.workspaceId).entries.get(result.entry!.id)
    expect(entry).toMatchObject({ current_version: 1, revision: 1, state: 'active' })
    expect(await outboxOf(entry!.id)).toHaveLength(1)
    expect(await audits(id)).toContain('proposal.approved')
    expect(await audits(entry!.id)).toEqual(['entry.version_created'])
  })

  test('of 20 parallel decisions exactly one wins and the others learn who decided', async () => {
    await h.intent('race', 'low')
    const id = await h.fold('race')
    const keys = await Promise.all(Array.from({ length: 20 }, () => h.key()))
    const content_hash = await h.hash(id)
    const outcomes = await Promise.all(
      keys.map((key, i) =>
        h
          .decide(key, id, { content_hash, decision: i % 3 === 0 ? 'reject' : 'approve', reason: 'a race' })
          .then(() => ({ won: key.label }))
          .catch((error: { code: string; extra: { decided_by: string } }) => ({
            code: error.code,
            by: error.extra?.decided_by,
          })),
      ),
    )
    const winners = outcomes.filter((outcome) => 'won' in outcome)
    expect(winners).toHaveLength(1)
    const winner = (winners[0] as { won: string }).won
    const losers = outcomes.filter((outcome) => !('won' in outcome))
    expect(losers).toEqual(Array(19).fill({ code: 'already_decided', by: winner }))
  })

  test('a decision about text that changed is refused', async () => {
    await h.intent('changed', 'low')
    const id = await h.fold('changed')
    const refused = await refusal(h.decide(await h.key(), id, { content_hash: 'something-else' }))
    expect(refused.code).toBe('content_changed')
  })

  test('changing the slots of the intent makes earlier looks stale', async () => {
    await h.intent('slotty', 'low')
    const id = await h.fold('slotty')
    const seen = await h.hash(id)
    await h.intent('slotty', 'low', [{ name: 'order_id', type: 'order_id' }])
    expect((await refusal(h.decide(await h.key(), id, { content_hash: seen }))).code).toBe('content_changed')
  })

  test('a person without a live claim cannot decide, and two cannot hold one', async () => {
    await h.intent('claimed', 'low')
    const id = await h.fold('claimed')
    const [ann, bob] = [await h.person(), await h.person()]
    const claim = await claimProposal(h.review, ann, id)
    expect((await refusal(claimProposal(h.review, bob, id))).code).toBe('conflict')
    expect((await refusal(h.decide(bob, id, { claim_token: claim.token }))).code).toBe('claim_lost')
    h.clock.advance(121_000)
    expect((await refusal(h.decide(ann, id, { claim_token: claim.token }))).code).toBe('claim_lost')
    await expect(claimProposal(h.review, bob, id)).resolves.toBeTruthy()
  })

  test('a viewer, an auditor and a key without the scope may not decide', async () => {
    await h.intent('roles', 'low')
    const id = await h.fold('roles')
    const content_hash = await h.hash(id)
    for (const role of ['viewer', 'auditor'] as const) {
      const refused = await refusal(h.decide(await h.person(role), id, { content_hash, claim_token: 'x' }))
      expect(refused.code).toBe('forbidden')
    }
    const key = { ...(await h.key()), scopes: ['lookup' as const] }
    expect((await refusal(h.decide(key, id, { content_hash }))).code).toBe('forbidden')
  })
})

describe('two people', () => {
  test('high risk waits for a second person, who does not see the first vote', async () => {
    await h.intent('refund', 'high')
    const id = await h.fold('refund')
    const [ann, bob] = [await h.person(), await h.person()]
    const first = await h.decide(ann, id)
    expect(first).toMatchObject({ done: false, needs: 1 })
    expect((await h.decide(ann, id)).done).toBe(false)
    const second = await h.decide(bob, id)
    expect(second).toMatchObject({ done: true, needs: 0 })
    const entry = await h.review.unit.read(h.workspaceId).entries.get(second.entry!.id)
    expect(entry!.versions[0]!.approved_by.map((by) => by.id).sort()).toEqual(
      [ann.user_id, bob.user_id].sort(),
    )
  })

  test('whoever edited a high-risk answer cannot approve it; the edit waits for two others', async () => {
    await h.intent('dual', 'high')
    const id = await h.fold('dual')
    const ann = await h.person()
    const edited = await h.decide(ann, id, { answer: 'A better answer.' })
    expect(edited).toMatchObject({ done: false, needs: 2 })
    const refused = await refusal(h.decide(ann, id))
    expect(refused.code).toBe('forbidden')
    expect(refused.message).toContain('you edited it')
    const own = await h.key(ann.user_id)
    expect((await refusal(h.decide(own, id))).message).toContain('you edited it')
    expect(await h.decide(await h.key(), id)).toMatchObject({ done: false, needs: 1 })
    expect(await h.decide(await h.key(), id)).toMatchObject({ done: true })
  })

  test('a person and a key that person made are one voter', async () => {
    await h.intent('one_voter', 'high')
    const id = await h.fold('one_voter')
    const ann = await h.person()
    await h.decide(await h.key(ann.user_id), id)
    expect((await refusal(h.decide(await h.key(ann.user_id), id))).code).toBe('forbidden')
    expect((await refusal(h.decide(ann, id))).code).toBe('forbidden')
    expect(await h.decide(await h.key(), id)).toMatchObject({ done: true })
  })

  test('an edit after an approval voids it', async () => {
    await h.intent('voided', 'high')
    const id = await h.fold('voided')
    await h.decide(await h.key(), id)
    const ann = await h.person()
    const claim = await claimProposal(h.review, ann, id)
    const input = { answer: 'Another text.', content_hash: await h.hash(id), claim_token: claim.token }
    expect(await editProposal(h.review, caller(ann), id, input)).toMatchObject({
      needs: 2,
      edited_by: [ann.user_id],
    })
    expect(await h.decide(await h.key(), id)).toMatchObject({ done: false, needs: 1 })
  })

  test('the vote of somebody demoted since does not count at publish', async () => {
    await h.intent('demoted', 'high')
    const id = await h.fold('demoted')
    const ann = await h.person()
    await h.decide(ann, id)
    await h.owner.query(`UPDATE membership SET role = 'viewer' WHERE user_id = $1`, [ann.user_id])
    expect(await h.decide(await h.key(), id)).toMatchObject({ done: false, needs: 1 })
    expect(await h.decide(await h.key(), id)).toMatchObject({ done: true })
  })

  test('a change of policy voids votes given under the old one', async () => {
    await h.intent('policy', 'high')
    const id = await h.fold('policy')
    await h.decide(await h.key(), id)
    await h.setPolicy({ approvals_high: 2 })
    expect(await h.decide(await h.key(), id)).toMatchObject({ done: false, needs: 1 })
  })

  test('an editor may approve an own edit where one approval is enough', async () => {
    await h.intent('own_edit', 'low')
    const id = await h.fold('own_edit')
    const result = await h.decide(await h.key(), id, { answer: 'An edited answer.' })
    expect(result).toMatchObject({ done: true, proposal: { answer: 'An edited answer.' } })
  })
})

describe('findings', () => {
  test('an answer with a hard finding is blocked and cannot be approved', async () => {
    await h.intent('blocked', 'low')
    const id = await h.fold('blocked', 'Click <script>alert(1)</script> now.')
    const proposal = await h.review.unit.read(h.workspaceId).proposals.get(id)
    expect(proposal!.status).toBe('blocked')
    expect((await refusal(h.decide(await h.key(), id))).code).toBe('forbidden')
    expect(await h.decide(await h.key(), id, { answer: 'Click the button.' })).toMatchObject({ done: true })
  })

  test('a clean answer takes the place of a blocked one', async () => {
    await h.intent('cleaned', 'low')
    const id = await h.fold('cleaned', 'Click <script>alert(1)</script> now.')
    expect(await h.fold('cleaned', 'A clean answer.')).toBe(id)
    const proposal = await h.review.unit.read(h.workspaceId).proposals.get(id)
    expect(proposal).toMatchObject({ status: 'pending', answer: 'A clean answer.', count: 2 })
  })
})

describe('undo and publishing', () => {
  test('a console approval is current only after its undo window, and can be taken back until then', async () => {
    await h.intent('undo', 'low')
    const id = await h.fold('undo')
    const ann = await h.person()
    const decided = await h.decide(ann, id)
    const entryId = decided.entry!.id
    expect(decided.undo_until).toBeTruthy()
    await drain()
    const source = publishSource(h.database.prisma)
    expect(await source.published(h.workspaceId, entryId)).toBeNull()
    const back = await undoDecision(h.review, caller(ann), id)
    expect(back).toMatchObject({ status: 'pending', needs: 1 })
    h.clock.advance(60_000)
    await drain()
    expect(await source.published(h.workspaceId, entryId)).toBeNull()
    const again = await h.decide(await h.person(), id)
    expect(again.entry).toEqual({ id: entryId, version: 2 })
    h.clock.advance(11_000)
    await drain()
    expect(await source.published(h.workspaceId, entryId)).toMatchObject({ version: 2, revision: 1 })
    const entry = await h.review.unit.read(h.workspaceId).entries.get(entryId)
    expect(entry!.versions.map((v) => [v.version, v.withdrawn_at !== null])).toEqual([
      [2, false],
      [1, true],
    ])
    const admin = await h.person('admin')
    const input = { to_version: 1, reason: 'not allowed' }
    expect((await refusal(rollbackEntry(h.entries, caller(admin), entryId, input))).code).toBe('conflict')
  })

  test('after the window undo is refused', async () => {
    await h.intent('too_late', 'low')
    const id = await h.fold('too_late')
    const ann = await h.person()
    await h.decide(ann, id)
    h.clock.advance(11_000)
    expect((await refusal(undoDecision(h.review, caller(ann), id))).code).toBe('conflict')
  })

  test('a rejection can be taken back, even when a new miss came in between', async () => {
    await h.intent('unreject', 'low')
    const id = await h.fold('unreject')
    const ann = await h.person()
    await h.decide(ann, id, { decision: 'reject', reason_code: 'wrong' })
    const newer = await h.fold('unreject', 'Quite another answer.')
    expect(newer).not.toBe(id)
    expect(await undoDecision(h.review, caller(ann), id)).toMatchObject({ status: 'pending' })
    const superseded = await h.review.unit.read(h.workspaceId).proposals.get(newer)
    expect(superseded!.status).toBe('withdrawn')
  })

  test('killed between commit and publish: one outbox row waits and is delivered once', async () => {
    await h.intent('killed', 'low')
    const id = await h.fold('killed')
    const { entry } = await h.decide(await h.key(), id)
    expect((await outboxOf(entry!.id)).filter((row) => row.done_at === null)).toHaveLength(1)
    const delivered: string[] = []
    await h.outbox.drain(1_000, h.clock.now(), async (item) => {
      delivered.push(item.subject_id)
      if (item.subject_id === entry!.id) throw new Error('killed')
    })
    expect((await outboxOf(entry!.id))[0]).toMatchObject({ done_at: null, last_error: 'killed' })
    h.clock.advance(120_000)
    await h.outbox.drain(1_000, h.clock.now(), async (item) => void delivered.push(item.subject_id))
    expect((await outboxOf(entry!.id))[0].done_at).toBeTruthy()
    expect(await audits(entry!.id, 'entry.version_created')).toHaveLength(1)
  })

  test('a quarantine imposed during the undo window outlives it; an earlier one is lifted by approval', async () => {
    await h.intent('held', 'low')
    const { entry } = await h.decide(await h.key(), await h.fold('held', 'One.'))
    const ann = await h.person()
    await h.decide(ann, await h.fold('held', 'Two.'))
    await changeEntryState(h.entries, caller(ann), entry!.id, 'quarantine', 'second thoughts')
    h.clock.advance(11_000)
    await drain()
    const read = () => h.review.unit.read(h.workspaceId).entries.get(entry!.id)
    expect(await read()).toMatchObject({ state: 'quarantined', current_version: 2, held: null })
    await h.decide(ann, await h.fold('held', 'Three.'))
    expect(await read()).toMatchObject({ state: 'quarantined', held: { version: 3 } })
    h.clock.advance(11_000)
    await drain()
    expect(await read()).toMatchObject({ state: 'active', current_version: 3 })
  })

  test('rollback copies version k as n + 1 and needs a fresh code', async () => {
    await h.intent('rolled', 'low')
    const { entry } = await h.decide(await h.key(), await h.fold('rolled', 'First.'))
    await h.decide(await h.key(), await h.fold('rolled', 'Second.'))
    const admin = await h.person('admin')
    const stale = { ...admin, step_up_at: new Date(0) }
    const input = { to_version: 1, reason: 'second was wrong' }
    expect((await refusal(rollbackEntry(h.entries, caller(stale), entry!.id, input))).code).toBe(
      'step_up_required',
    )
    const operator = await h.person('operator')
    expect((await refusal(rollbackEntry(h.entries, caller(operator), entry!.id, input))).code).toBe(
      'forbidden',
    )
    const after = await rollbackEntry(h.entries, caller(admin), entry!.id, input)
    expect(after).toMatchObject({ current_version: 3, live: { answer: 'First.', from_version: 1 } })
    expect(await audits(entry!.id, 'entry.rolled_back')).toHaveLength(1)
  })

  test('a disabled entry stays off through approvals until it is restored', async () => {
    await h.intent('disabled', 'low')
    const { entry } = await h.decide(await h.key(), await h.fold('disabled', 'One.'))
    const admin = await h.person('admin')
    await changeEntryState(h.entries, caller(admin), entry!.id, 'disable', 'emergency')
    await h.decide(await h.key(), await h.fold('disabled', 'Two.'))
    const now = await h.review.unit.read(h.workspaceId).entries.get(entry!.id)
    expect(now).toMatchObject({ state: 'disabled', current_version: 2 })
    const restored = await changeEntryState(h.entries, caller(admin), entry!.id, 'restore', 'all clear')
    expect(restored.state).toBe('active')
  })
})

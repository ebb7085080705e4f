import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { normalizationUnit } from '@/lib/adapters/postgres/normalization-unit'
import { changeEntryState } from '@/lib/entries/change-entry-state'
import { foldProposal } from '@/lib/proposals/intake/fold-proposal'
import { createIntent, updateIntent } from '@/lib/normalization/intents/save-intent'
import { openHarness, refusal, type Harness } from './harness'

let h: Harness
let serial = 0
beforeAll(async () => {
  h = await openHarness()
})
afterAll(() => h.close())

type Case = {
  intentAllows?: boolean
  risk?: 'low' | 'medium'
  answer?: string
  random?: number
  key?: string
}

async function foldOne({ intentAllows = true, risk = 'low', answer, random = 0.99, key }: Case = {}) {
  const name = key ?? `auto_${++serial}`
  await h.intent(name, risk)
  await h.owner.query('UPDATE intent SET auto_approve = $3 WHERE workspace_id = $1 AND key = $2', [
    h.workspaceId,
    name,
    intentAllows,
  ])
  const result = await foldProposal(
    { ...h.review, random: () => random },
    {
      workspace_id: h.workspaceId,
      scope: 'default',
      key: name,
      answer: answer ?? 'We are open from nine to five.',
      model: 'test',
      samples: [{ text: 'when are you open', entities: [], user_hash: null, answer: '' }],
    },
  )
  if (!result.folded) throw new Error(result.why)
  const entry = await h.review.unit.read(h.workspaceId).entries.find('default', name)
  return { ...result, key: name, entry }
}

describe('auto-approval', () => {
  test('does not exist by default', async () => {
    expect(await foldOne()).toMatchObject({ status: 'pending', entry: null })
  })

  test('whoever may only edit intents cannot allow it, nor lower the risk of one that has it', async () => {
    const deps = { unit: normalizationUnit(h.database, h.clock.now), clock: h.clock, nudge: () => {} }
    const operator = { principal: await h.person('operator'), request_id: null }
    const admin = { principal: await h.person('admin'), request_id: null }
    const open = { key: 'opens_door', risk: 'low' as const, auto_approve: true }
    expect(await refusal(createIntent(deps, operator, open))).toMatchObject({ code: 'forbidden' })
    const guarded = await createIntent(deps, operator, { ...open, risk: 'medium' })
    const lower = { risk: 'low' as const }
    expect(await refusal(updateIntent(deps, operator, guarded.id, lower))).toMatchObject({
      code: 'forbidden',
    })
    expect(await updateIntent(deps, admin, guarded.id, lower)).toMatchObject({ risk: 'low' })
    // Once open, an operator may go on editing it.
    expect(await updateIntent(deps, operator, guarded.id, { title: 'Door' })).toMatchObject({ title: 'Door' })
  })

  describe('where the workspace allows it', () => {
    beforeAll(() => h.setPolicy({ auto_approve_enabled: true }))

    test('publishes, and the version says so for ever', async () => {
      const { id, entry, status } = await foldOne()
      expect(status).toBe('approved')
      expect(entry!.live).toMatchObject({
        origin: 'auto',
        version: 1,
        proposal_id: id,
        approved_by: [{ type: 'system', id: 'system' }],
      })
      const events = await h.owner.query(
        `SELECT type, actor_type FROM audit_event WHERE workspace_id = $1 AND target_id = ANY($2) ORDER BY seq`,
        [h.workspaceId, [id, entry!.id]],
      )
      expect(events.rows).toEqual([
        { type: 'entry.version_created', actor_type: 'system' },
        { type: 'proposal.approved', actor_type: 'system' },
      ])
      const { rows } = await h.owner.query(
        `SELECT 1 FROM outbox WHERE topic = 'entry.publish' AND subject_id = $1`,
        [entry!.id],
      )
      expect(rows).toHaveLength(1)
      await expect(
        h.owner.query(`UPDATE entry_version SET origin = 'approval' WHERE entry_id = $1`, [entry!.id]),
      ).rejects.toThrow(/append-only/)
    })

    test.each([
      ['an intent that does not allow it', { intentAllows: false }],
      ['a risk above low', { risk: 'medium' as const }],
      ['a finding of whatever severity', { answer: 'See https://elsewhere.example/now for more.' }],
      ['a draw for the sample', { random: 0.05 }],
    ])('never for %s', async (_name, input) => {
      expect(await foldOne(input)).toMatchObject({ entry: null })
    })

    test('the sampled one waits for people, however often it is asked again', async () => {
      const { key } = await foldOne({ random: 0.05 })
      expect(await foldOne({ key })).toMatchObject({ created: false, status: 'pending', entry: null })
    })

    test('never over what a person approved, stopped or rejected', async () => {
      const person = await h.person()
      const rejected = await foldOne({ random: 0 })
      await h.decide(person, rejected.id, { decision: 'reject', reason_code: 'wrong' })
      expect((await foldOne({ key: rejected.key, answer: 'Another text.' })).status).toBe('pending')

      const stopped = await foldOne()
      const quarantined = { principal: person, request_id: null }
      await changeEntryState(h.entries, quarantined, stopped.entry!.id, 'quarantine', 'it is wrong')
      expect((await foldOne({ key: stopped.key, answer: 'Another text.' })).status).toBe('pending')
    })
  })
})

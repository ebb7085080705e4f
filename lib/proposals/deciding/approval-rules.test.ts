import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { WorkspacePolicy, type Risk } from '@/lib/workspaces/schema'
import { actorKey, approvalState, countedApprovals, whyNot } from './approval-rules'
import { contentHash } from '../content-hash'
import type { Actor, ProposalRecord, Standing } from '../ports'
import type { Decision } from '../schema'

const now = new Date('2026-03-01T12:00:00Z')
const policy = WorkspacePolicy.parse({})

function proposalOf(change: Partial<ProposalRecord> = {}): ProposalRecord {
  const answer = change.answer ?? 'An answer.'
  return {
    id: 'prop_1',
    key: 'cancel_order',
    scope: 'default',
    status: 'pending',
    origin: 'miss',
    risk: 'low',
    content_hash: contentHash({ key: 'cancel_order', scope: 'default', answer, slots: [] }),
    answer,
    model_answer: answer,
    model: 'm',
    slots: [],
    samples: [],
    count: 1,
    findings: [],
    acknowledged: [],
    ruleset_version: 'r',
    edited_by: [],
    claim: null,
    assigned_to: null,
    created_at: now.toISOString(),
    last_seen_at: now.toISOString(),
    decided_at: null,
    decided_by: null,
    decided_by_id: null,
    entry_id: null,
    seeded: null,
    decisions: [],
    claim_token: null,
    ...change,
  }
}

function voteOf(actor: Actor, proposal: ProposalRecord, change: Partial<Decision> = {}): Decision {
  return {
    id: `dec_${actor.id}`,
    verdict: 'approve',
    actor: { ...actor, label: actor.id },
    content_hash: proposal.content_hash,
    policy_version: 1,
    reason_code: null,
    reason: '',
    created_at: now.toISOString(),
    voided_at: null,
    void_reason: null,
    ...change,
  }
}

const user = (id: string): Actor => ({ type: 'user', id })
const key = (id: string): Actor => ({ type: 'api_key', id })
const standing = (person: string, may_decide = true): Standing => ({
  person,
  label: person,
  may_decide,
  why_not: may_decide ? null : 'The role viewer may not decide.',
})
const standingsOf = (...entries: [Actor, Standing][]) =>
  new Map(entries.map(([actor, value]) => [actorKey(actor), value]))
const ann = user('ann')
const bob = user('bob')
const all = standingsOf([ann, standing('ann')], [bob, standing('bob')])

function stateFor(proposal: ProposalRecord, viewer: Actor | null, standings = all) {
  return approvalState({ proposal, policy, policy_version: 1, standings, viewer, now })
}

describe('who may approve', () => {
  test('low risk needs one approval, and an editor may give it', () => {
    const state = stateFor(proposalOf({ edited_by: ['ann'] }), ann)
    expect(state).toMatchObject({ needs: 1, required: 1, may_approve: true, dual: false })
  })

  test('high risk never goes below two, whatever the policy says', () => {
    const lax = { ...policy, approvals_high: 1 }
    const proposal = proposalOf({ risk: 'high' })
    const facts = { proposal, policy: lax, policy_version: 1, standings: all, viewer: ann, now }
    expect(approvalState(facts).required).toBe(2)
  })

  test('an author cannot approve their own high-risk edit', () => {
    const state = stateFor(proposalOf({ risk: 'high', edited_by: ['ann'] }), ann)
    expect(state.may_approve).toBe(false)
    expect(whyNot(state, 'approve')).toEqual(['You can’t approve it: you edited it.'])
    expect(state.may_reject).toBe(true)
  })

  test('a policy of two approvals for low risk forbids self-approval too', () => {
    const strict = { ...policy, approvals_low: 2 }
    const proposal = proposalOf({ edited_by: ['ann'] })
    const facts = { proposal, policy: strict, policy_version: 1, standings: all, viewer: ann, now }
    expect(approvalState(facts).may_approve).toBe(false)
  })

  test('a blocking finding cannot be approved, acknowledged or not', () => {
    const finding = {
      rule: 'secret',
      severity: 'block',
      message: 'A secret.',
      start: 0,
      end: 1,
      evidence: '',
    } as const
    const acknowledged = [{ rule: 'secret', reason: 'fine', by: 'ann' }]
    expect(stateFor(proposalOf({ findings: [finding], acknowledged }), ann).may_approve).toBe(false)
  })

  test('a high finding is approvable once it is acknowledged', () => {
    const finding = {
      rule: 'pii.phone',
      severity: 'high',
      message: 'A number.',
      start: 0,
      end: 1,
      evidence: '',
    } as const
    const proposal = proposalOf({ risk: 'high', findings: [finding] })
    expect(stateFor(proposal, ann).may_approve).toBe(false)
    const acknowledged = [{ rule: 'pii.phone', reason: 'our hotline', by: 'ann' }]
    expect(stateFor({ ...proposal, acknowledged }, ann).may_approve).toBe(true)
  })

  test('a proposal that somebody else is reviewing is theirs until the claim lapses', () => {
    const claim = { by: 'bob', label: 'Bob', until: new Date(now.getTime() + 1_000).toISOString() }
    expect(stateFor(proposalOf({ claim }), ann).items.map((item) => item.text)).toContain(
      'Bob is reviewing it now.',
    )
    const lapsed = { ...claim, until: new Date(now.getTime() - 1).toISOString() }
    expect(stateFor(proposalOf({ claim: lapsed }), ann).may_approve).toBe(true)
  })
})

describe('which votes count', () => {
  const high = proposalOf({ risk: 'high' })
  const counted = (proposal: ProposalRecord, standings = all, policy_version = 1) =>
    countedApprovals({ proposal, policy, policy_version, standings }).map((vote) => vote.actor.id)

  test('two people who did not edit', () => {
    const decisions = [voteOf(ann, high), voteOf(bob, high)]
    expect(counted({ ...high, decisions })).toEqual(['ann', 'bob'])
    expect(counted({ ...high, decisions, edited_by: ['bob'] })).toEqual(['ann'])
  })

  test('a person and a key of that person count once', () => {
    const standings = standingsOf(
      [ann, standing('ann')],
      [key('k1'), standing('ann')],
      [key('k2'), standing('ann')],
    )
    const decisions = [voteOf(ann, high), voteOf(key('k1'), high), voteOf(key('k2'), high)]
    expect(counted({ ...high, decisions }, standings)).toEqual(['ann'])
  })

  test('nobody who has lost the right since, and nobody unknown', () => {
    const decisions = [voteOf(ann, high), voteOf(bob, high), voteOf(user('ghost'), high)]
    const standings = standingsOf([ann, standing('ann', false)], [bob, standing('bob')])
    expect(counted({ ...high, decisions }, standings)).toEqual(['bob'])
  })

  test('no vote about other content, under another policy, voided, or against', () => {
    const decisions = [
      voteOf(ann, high, { content_hash: 'other' }),
      voteOf(bob, high, { policy_version: 2 }),
      voteOf(ann, high, { voided_at: now.toISOString() }),
      voteOf(bob, high, { verdict: 'reject' }),
    ]
    expect(counted({ ...high, decisions })).toEqual([])
  })
})

describe('properties', () => {
  const risk = fc.constantFrom<Risk>('low', 'medium', 'high')
  const people = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,6}$/), { minLength: 1, maxLength: 6 })

  test('an edit after an approval always voids it', () => {
    fc.assert(
      fc.property(
        risk,
        people,
        fc.string({ minLength: 1 }),
        fc.string({ minLength: 1 }),
        (level, ids, before, after) => {
          fc.pre(before !== after)
          const voted = proposalOf({ risk: level, answer: before })
          const decisions = ids.map((id) => voteOf(user(id), voted))
          const standings = standingsOf(...ids.map((id) => [user(id), standing(id)] as [Actor, Standing]))
          const edited = { ...proposalOf({ risk: level, answer: after }), decisions, edited_by: [ids[0]!] }
          const state = approvalState({
            proposal: edited,
            policy,
            policy_version: 1,
            standings,
            viewer: null,
            now,
          })
          expect(state.counted).toEqual([])
          expect(state.needs).toBe(state.required)
        },
      ),
      { numRuns: 2_000 },
    )
  })

  test('any change of key, scope, slots or answer is other content', () => {
    const slot = fc.record({
      name: fc.stringMatching(/^[a-z]{1,5}$/),
      type: fc.constantFrom('order_id', 'email'),
      required: fc.boolean(),
      answer_determining: fc.boolean(),
    })
    const content = fc.record({
      key: fc.string(),
      scope: fc.string(),
      answer: fc.string(),
      slots: fc.uniqueArray(slot, { selector: ({ name }) => name, maxLength: 3 }),
    })
    const normal = (c: { slots: { name: string }[] }) =>
      JSON.stringify({ ...c, slots: [...c.slots].sort((a, b) => (a.name < b.name ? -1 : 1)) })
    fc.assert(
      fc.property(content, content, (a, b) => {
        const same = normal(a) === normal(b)
        expect(contentHash(a) === contentHash(b)).toBe(same)
        expect(contentHash({ ...a, slots: [...a.slots].reverse() })).toBe(contentHash(a))
      }),
      { numRuns: 1_000 },
    )
  })

  test('high risk is never approved by fewer than two people, nor by an editor', () => {
    const vote = fc.record({ actor: fc.constantFrom('a', 'b', 'c', 'k1', 'k2'), voided: fc.boolean() })
    const personOf: Record<string, string> = { a: 'a', b: 'b', c: 'c', k1: 'a', k2: 'b' }
    fc.assert(
      fc.property(
        fc.array(vote, { maxLength: 8 }),
        fc.subarray(['a', 'b', 'c', 'k1', 'k2']),
        (votes, editors) => {
          const high = proposalOf({ risk: 'high', edited_by: editors })
          const decisions = votes.map(({ actor, voided }) =>
            voteOf(user(actor), high, { voided_at: voided ? now.toISOString() : null }),
          )
          const standings = standingsOf(
            ...Object.entries(personOf).map(
              ([id, person]) => [user(id), standing(person)] as [Actor, Standing],
            ),
          )
          const state = approvalState({
            proposal: { ...high, decisions },
            policy,
            policy_version: 1,
            standings,
            viewer: null,
            now,
          })
          const persons = state.counted.map((item) => personOf[item.actor.id]!)
          expect(new Set(persons).size).toBe(persons.length)
          expect(persons.some((person) => editors.includes(person))).toBe(false)
          if (state.needs === 0) expect(persons.length).toBeGreaterThanOrEqual(2)
        },
      ),
      { numRuns: 1_000 },
    )
  })
})

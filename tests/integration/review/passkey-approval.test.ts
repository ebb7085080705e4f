import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { passkeyRegistrationOptions, registerPasskey } from '@/lib/auth/register-passkey'
import type { StepUpBinding, UserPrincipal } from '@/lib/auth/schema'
import { passkeyOptions, provePasskey } from '@/lib/auth/use-passkey'
import { bulkReject } from '@/lib/proposals/desk/bulk-reject'
import { getChecklist } from '@/lib/proposals/get-proposal'
import { approvalBinding } from '@/lib/proposals/schema'
import { undoDecision } from '@/lib/proposals/deciding/undo-decision'
import { makePerson, origin, principalFor, signInFully, startAuth, type Started } from '../auth/harness'
import { softwareAuthenticator } from '../auth/software-authenticator'
import { openHarness, refusal, type Harness } from './harness'

let h: Harness
let started: Started
beforeAll(async () => {
  h = await openHarness()
  started = await startAuth()
  await h.setPolicy({ passkey_for_high_risk: true })
  await h.intent('close_account', 'high')
  await h.intent('opening_hours', 'low')
})
afterAll(async () => {
  await started.close()
  await h.close()
})

type Device = ReturnType<typeof softwareAuthenticator>
type Reviewer = { principal: UserPrincipal; device: Device }

async function reviewer(): Promise<Reviewer> {
  const site = started.auth.relyingParty
  const person = await makePerson(started, h.workspaceId, 'operator')
  const { principal } = await signInFully(started, person)
  const device = softwareAuthenticator(site)
  const { challenge } = await passkeyRegistrationOptions(started.auth, principal)
  const made = { name: 'laptop', response: device.create(challenge) }
  const done = await registerPasskey(started.auth, principal, made, origin)
  return { device, principal: (await principalFor(started, done.session))! }
}

async function prove({ principal, device }: Reviewer, bound: StepUpBinding): Promise<void> {
  const { challenge } = await passkeyOptions(started.auth, principal, bound)
  await provePasskey(started.auth, principal, { response: device.get(challenge), bound }, origin)
}

let made = 0
async function proposal(key: string) {
  // One pending proposal a key and scope: the one before was decided or is given another text.
  await h.owner.query(
    `UPDATE proposal SET status = 'withdrawn', decided_at = now() WHERE workspace_id = $1 AND key = $2 AND status = 'pending'`,
    [h.workspaceId, key],
  )
  const id = await h.fold(key, `Answer number ${++made} about this.`)
  return { id, bound: approvalBinding({ id, content_hash: await h.hash(id) }) }
}

const votes = async (id: string) =>
  (await h.owner.query(`SELECT id FROM decision WHERE proposal_id = $1`, [id])).rowCount

describe('an approval of high risk, where the policy wants a passkey', () => {
  test('without a proof it is refused, says what to prove, and leaves no vote', async () => {
    const { principal } = await reviewer()
    const { id, bound } = await proposal('close_account')
    const refused = await refusal(h.decide(principal, id))
    expect(refused).toMatchObject({ code: 'step_up_required', extra: { passkey: true, bound } })
    expect(await votes(id)).toBe(0)
  })

  test('a proof for another content, another proposal or another action is refused', async () => {
    const ann = await reviewer()
    const { id, bound } = await proposal('close_account')
    await prove(ann, { ...bound, content_hash: 'f'.repeat(64) })
    await prove(ann, { ...bound, item: 'prop_other' })
    await prove(ann, { ...bound, action: 'proposal.reject' })
    expect((await refusal(h.decide(ann.principal, id))).code).toBe('step_up_required')
    expect(await votes(id)).toBe(0)
  })

  test('the right proof is accepted once, and each of the two people gives their own', async () => {
    const [ann, bob] = [await reviewer(), await reviewer()]
    const first = await proposal('close_account')
    await prove(ann, first.bound)
    expect(await h.decide(ann.principal, first.id)).toMatchObject({ done: false, needs: 1 })
    expect((await refusal(h.decide(bob.principal, first.id))).code).toBe('step_up_required')
    await prove(bob, first.bound)
    expect(await h.decide(bob.principal, first.id)).toMatchObject({ done: true, entry: { version: 1 } })
    const grants = await h.owner.query(
      `SELECT used_at FROM challenge WHERE purpose = 'grant' AND binding LIKE '%' || $1 || '%'`,
      [first.id],
    )
    expect(grants.rows).toHaveLength(2)
    expect(grants.rows.every((row) => row.used_at !== null)).toBe(true)
  })

  test('a vote that was taken back needs a new proof', async () => {
    const ann = await reviewer()
    const { id, bound } = await proposal('close_account')
    await prove(ann, bound)
    await h.decide(ann.principal, id)
    await undoDecision(h.review, { principal: ann.principal, request_id: null }, id)
    expect((await refusal(h.decide(ann.principal, id))).code).toBe('step_up_required')
  })

  test('a decision refused for another reason keeps the proof', async () => {
    const ann = await reviewer()
    const { id, bound } = await proposal('close_account')
    await prove(ann, bound)
    expect((await refusal(h.decide(ann.principal, id, { content_hash: 'something-else' }))).code).toBe(
      'content_changed',
    )
    expect(await h.decide(ann.principal, id)).toMatchObject({ done: false, needs: 1 })
  })

  test('an API key cannot give one, and the checklist says so', async () => {
    const key = await h.key()
    const { id } = await proposal('close_account')
    const refused = await refusal(h.decide(key, id))
    expect(refused).toMatchObject({ code: 'forbidden', message: expect.stringContaining('passkey') })
    expect(await getChecklist(h.review, key, id)).toMatchObject({ may_approve: false, passkey: true })
  })

  test('rejecting, also many at once, and lower risk ask for none', async () => {
    const { principal } = await reviewer()
    const high = await proposal('close_account')
    const rejected = await bulkReject(
      h.review,
      { principal, request_id: null },
      {
        items: [{ id: high.id, content_hash: high.bound.content_hash }],
        reason_code: 'outdated',
        reason: '',
      },
    )
    expect(rejected).toMatchObject([{ ok: true }])
    const low = await proposal('opening_hours')
    expect(await getChecklist(h.review, principal, low.id)).toMatchObject({ passkey: false })
    expect(await h.decide(principal, low.id)).toMatchObject({ done: true })
  })
})

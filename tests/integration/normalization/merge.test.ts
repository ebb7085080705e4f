import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { readLive } from '@/lib/adapters/postgres/live-source'
import { reviewUnit } from '@/lib/adapters/postgres/review-unit'
import { systemCaller, type Caller } from '@/lib/normalization/authority'
import { mergeIntents, unmergeIntent } from '@/lib/normalization/intents/merge-intents'
import {
  createIntent,
  deleteIntent,
  updateIntent,
  upsertIntents,
} from '@/lib/normalization/intents/save-intent'
import { loadRelease } from '@/lib/normalization/normalizer'
import { draftRelease } from '@/lib/normalization/releases/draft-release'
import { publishRelease, revertRelease } from '@/lib/normalization/releases/publish-release'
import { foldProposal } from '@/lib/proposals/intake/fold-proposal'
import { checkTemplateDeep } from '@/lib/safety/check-template-deep'
import { composeNormalization } from '@/lib/server/compose/normalization'
import { eventsOf, makeWorkspace, openTestDatabase, personIn, testBase } from './workspace'

const database = openTestDatabase()
const app = composeNormalization(testBase(database))
afterAll(() => app.close())
const clock = { now: () => new Date() }
const review = { unit: reviewUnit(database, clock.now), check: checkTemplateDeep, clock }
const reason = 'they mean the same'

const intents = [
  { key: 'opening_hours', phrasings: ['when are you open', 'what are your opening hours'] },
  {
    key: 'store_hours',
    risk: 'medium' as const,
    patterns: ['hours of the store'],
    phrasings: ['store hours', 'until what time is the shop open today'],
  },
  { key: 'cancel_order', phrasings: ['cancel my order', 'stop the shipment of my order'] },
]

let workspaceId: string
let admin: Caller
let ids: Map<string, string>

beforeEach(async () => {
  workspaceId = await makeWorkspace(database)
  admin = personIn(workspaceId, 'admin')
  const saved = await upsertIntents(app, systemCaller(workspaceId), intents)
  ids = new Map(saved.map(({ key, id }) => [key, id]))
})

const idOf = (key: string) => ids.get(key)!
const merge = (key: string, into: string, by = admin) => mergeIntents(app, by, idOf(key), { into, reason })
const fold = (key: string) =>
  foldProposal(review, {
    workspace_id: workspaceId,
    scope: 'default',
    key,
    answer: 'We are open from nine to six.',
    model: 'test',
    samples: [
      { text: 'store hours', entities: [], user_hash: null, answer: 'We are open from nine to six.' },
    ],
  })
const intent = (key: string) => app.unit.read(workspaceId).intents.find(key)
async function trained(id: string) {
  await expect
    .poll(async () => (await app.unit.read(workspaceId).releases.get(id))?.preview ?? null, {
      timeout: 30_000,
    })
    .not.toBeNull()
  return (await app.unit.read(workspaceId).releases.get(id))!
}
async function liveKey(text: string) {
  const facts = await readLive(database.prisma, workspaceId)
  return loadRelease(facts!.release!).normalize(text).key
}
async function release() {
  const draft = await (await draftRelease(app, admin)).finished
  return publishRelease(app, admin, draft.id, { hash: draft.hash, accept_risk: true })
}

describe('merging two intents that mean the same', () => {
  it('serves both until the new release is live, then one, and both again after going back', async () => {
    await release()
    expect(await liveKey('store hours')).toBe('store_hours')
    const { memos } = app.unit.read(workspaceId)
    await memos.add(
      {
        masked_text: 'shop hours',
        key: 'store_hours',
        source: 'llm',
        vote: {},
        cost_usd: 0,
        release_hash: 'x',
      },
      new Date(),
    )
    const outcome = await merge('store_hours', 'opening_hours')
    expect(outcome).toMatchObject({ phrasings_moved: 2, intent: { key: 'opening_hours', phrasing_count: 4 } })
    expect(await liveKey('store hours')).toBe('store_hours')
    expect(await memos.find('shop hours')).toMatchObject({ key: 'store_hours' })

    const draft = await trained(outcome.release_id!)
    expect(draft).toMatchObject({ status: 'draft', intents: { approved: 2 } })
    expect(draft.notes).toContain('store_hours into opening_hours')
    await publishRelease(app, admin, draft.id, { hash: draft.hash, accept_risk: true })
    expect(await liveKey('store hours')).toBe('opening_hours')
    expect(await liveKey('hours of the store')).toBe('opening_hours')
    expect(await memos.find('shop hours')).toMatchObject({ key: 'opening_hours' })

    await revertRelease(app, admin, { reason: 'not the same after all' })
    expect(await liveKey('store hours')).toBe('store_hours')
  })

  it('takes the higher risk, and closes what waits for review with the reason', async () => {
    const waiting = await fold('store_hours')
    expect(waiting).toMatchObject({ folded: true, status: 'pending' })
    const { proposals_closed } = await merge('store_hours', 'opening_hours')
    expect(proposals_closed).toBe(1)
    expect((await intent('opening_hours'))!.risk).toBe('medium')
    const closed = await review.unit.read(workspaceId).proposals.get((waiting as { id: string }).id)
    expect(closed).toMatchObject({ status: 'withdrawn', entry_id: null })
    expect(await fold('store_hours')).toEqual({ folded: false, why: 'rejected_intent' })
    const events = await eventsOf(database, workspaceId)
    expect(events).toContain('intent.merged')
    expect(events).toContain('proposal.superseded')
  })

  it('can be taken back: phrasings and patterns return to where they were', async () => {
    await merge('store_hours', 'opening_hours')
    expect((await intent('opening_hours'))!.patterns).toEqual(['hours of the store'])
    const back = await unmergeIntent(app, admin, idOf('store_hours'), { reason: 'not the same after all' })
    expect(back).toMatchObject({ merged_into: null, phrasing_count: 2, patterns: ['hours of the store'] })
    expect(await intent('opening_hours')).toMatchObject({ phrasing_count: 2, patterns: [] })
    expect(await eventsOf(database, workspaceId)).toContain('intent.unmerged')
    const again = unmergeIntent(app, admin, idOf('store_hours'), { reason })
    await expect(again).rejects.toMatchObject({ code: 'conflict' })
  })

  it('is for admins with a fresh second factor', async () => {
    for (const by of [personIn(workspaceId, 'operator'), personIn(workspaceId, 'viewer')])
      await expect(merge('store_hours', 'opening_hours', by)).rejects.toMatchObject({ code: 'forbidden' })
    const stale = personIn(workspaceId, 'admin', { stepUp: false })
    await expect(merge('store_hours', 'opening_hours', stale)).rejects.toMatchObject({
      code: 'step_up_required',
    })
  })

  it('refuses what cannot be one: itself, a chain, a reject class, a pattern without its slot', async () => {
    const conflict = { code: 'conflict' }
    await expect(merge('store_hours', 'store_hours')).rejects.toMatchObject(conflict)
    await expect(merge('store_hours', 'nothing_such')).rejects.toMatchObject({ code: 'not_found' })
    await updateIntent(app, admin, idOf('cancel_order'), {
      slots: [{ name: 'order_id', type: 'order_id', required: false, answer_determining: false }],
      patterns: ['cancel {order_id}'],
    })
    await expect(merge('cancel_order', 'opening_hours')).rejects.toMatchObject(conflict)
    const bad = await createIntent(app, admin, {
      key: 'not_hours',
      status: 'rejected',
      phrasings: ['hours of work'],
    })
    ids.set('not_hours', bad.id)
    await expect(merge('not_hours', 'opening_hours')).rejects.toMatchObject(conflict)
    await merge('store_hours', 'opening_hours')
    await expect(merge('store_hours', 'cancel_order')).rejects.toMatchObject(conflict)
    await expect(merge('opening_hours', 'cancel_order')).rejects.toMatchObject(conflict)
    await expect(updateIntent(app, admin, idOf('store_hours'), { title: 'Hours' })).rejects.toMatchObject(
      conflict,
    )
    await expect(deleteIntent(app, admin, idOf('opening_hours'))).rejects.toMatchObject(conflict)
  })
})

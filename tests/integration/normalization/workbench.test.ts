import { beforeAll, describe, expect, it } from 'vitest'
import { systemCaller } from '@/lib/normalization/authority'
import { readIntent } from '@/lib/normalization/intents/read-intent'
import { upsertIntents } from '@/lib/normalization/intents/save-intent'
import { suggestForReview } from '@/lib/normalization/intents/suggest-for-review'
import { listMisses } from '@/lib/normalization/misses/list-misses'
import { MissQuery } from '@/lib/normalization/misses/schema'
import { draftRelease } from '@/lib/normalization/releases/draft-release'
import { evaluateRelease } from '@/lib/normalization/releases/find-releases'
import { publishRelease } from '@/lib/normalization/releases/publish-release'
import { explainQuery } from '@/lib/normalization/workbench/explain-query'
import { tryPhrasing } from '@/lib/normalization/workbench/try-phrasing'
import { composeNormalization } from '@/lib/server/compose/normalization'
import { makeWorkspace, openTestDatabase, personIn, testBase } from './workspace'

const database = openTestDatabase()
const app = composeNormalization(testBase(database))
const orderId = { name: 'order_id', type: 'order_id' as const, required: true, answer_determining: false }
const intents = [
  { key: 'cancel_order', slots: [orderId], phrasings: ['cancel order 12345', 'stop shipment of order 99'] },
  { key: 'opening_hours', phrasings: ['when are you open', 'what are your opening hours'] },
]
const seen = { scope: 'default', key: null, reason: 'no_key', user_hash: null, would_serve: null }

describe('the workbench', () => {
  let workspaceId: string
  const operator = () => personIn(workspaceId, 'operator')
  beforeAll(async () => {
    workspaceId = await makeWorkspace(database)
    await upsertIntents(app, systemCaller(workspaceId), intents)
    const weather = { ...seen, masked_text: 'what is the weather', count: 1 }
    const cancel = { ...seen, masked_text: 'cancel order {{order_id}}', count: 3 }
    await app.recordMisses(workspaceId, [weather, cancel])
    await app.recordMisses(workspaceId, [weather])
  })

  it('misses are folded and listed by how often they were asked', async () => {
    const { items } = await listMisses(app, operator(), MissQuery.parse({}))
    expect(items.map(({ masked_text, count }) => [masked_text, count])).toEqual([
      ['cancel order {{order_id}}', 3],
      ['what is the weather', 2],
    ])
  })

  it('a draft is replayed over recent traffic, masked literals filled in', async () => {
    const { finished } = await draftRelease(app, operator(), {})
    const draft = await finished
    expect(draft.preview).toMatchObject({ against: null, requests: 5, hits_after: 3, counts: { new_hit: 3 } })
    const explained = await explainQuery(app, operator(), {
      query: 'cancel order 777',
      release_id: draft.id,
      scope: 'default',
    })
    expect(explained.result.key).toBe('cancel_order')
    expect(explained.release.live).toBe(false)
    await publishRelease(app, systemCaller(workspaceId), draft.id, { hash: draft.hash, accept_risk: true })
    const evaluation = await evaluateRelease(app, operator(), draft.id)
    expect(evaluation.intents.map(({ key }) => key)).toEqual(['cancel_order', 'opening_hours'])
  })

  it('trying a phrasing shows what would change, and stores nothing', async () => {
    const tried = await tryPhrasing(app, operator(), {
      intent: 'opening_hours',
      text: 'until when can I visit',
      queries: [],
    })
    expect(tried.changed).toMatchObject([{ text: 'until when can I visit', after: { key: 'opening_hours' } }])
    const collision = await tryPhrasing(app, operator(), {
      intent: 'opening_hours',
      text: 'please cancel order 5555',
      queries: [],
    })
    expect(collision.collisions).toMatchObject([{ intent: 'cancel_order' }])
    expect((await app.unit.read(workspaceId).intents.find('opening_hours'))?.phrasing_count).toBe(2)
  }, 60_000)

  it('suggestions show unanswered questions as they are stored', async () => {
    const suggestions = await suggestForReview(app, operator(), { limit: 5 })
    expect(suggestions).toMatchObject([{ text: 'what is the weather', count: 2 }])
  })

  it('an intent knows its neighbours and what the live release takes for it', async () => {
    const { intents: store } = app.unit.read(workspaceId)
    const intent = await store.find('cancel_order')
    const insight = await readIntent(app, operator(), intent!.id)
    expect(insight.in_live_release).toBe(true)
    expect(insight.accepted).toMatchObject([{ text: 'cancel order {{order_id}}', count: 3 }])
  })
})

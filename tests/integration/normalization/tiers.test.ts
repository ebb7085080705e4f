import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startDemoModel, type DemoModel, type DemoRequest } from '@/lib/adapters/llm/demo/demo-model'
import { readLive } from '@/lib/adapters/postgres/live-source'
import { loadRelease } from '@/lib/normalization/normalizer'
import { systemCaller } from '@/lib/normalization/authority'
import { upsertIntents } from '@/lib/normalization/intents/save-intent'
import { decideMemo, listMemos, revokeMemo } from '@/lib/normalization/tiers/review-memos'
import { MemoQuery } from '@/lib/normalization/tiers/schema'
import { trainRelease } from '@/lib/normalization/train-release'
import { newId } from '@/lib/kernel/ids'
import { composeNormalization, type Normalization } from '@/lib/server/compose/normalization'
import type { UsageEvent } from '@/lib/usage/schema'
import { makeWorkspace, openTestDatabase, personIn, testBase } from './workspace'

const database = openTestDatabase()
const intents = [
  { key: 'cancel_order', phrasings: ['cancel my order'] },
  { key: 'track_order', phrasings: ['where is my parcel'] },
]

describe('the model tier', () => {
  let model: DemoModel
  let app: Normalization
  let workspaceId: string
  let say: string | null = null
  let status = 200
  const asked: DemoRequest[] = []
  const counted: UsageEvent[] = []

  beforeAll(async () => {
    model = await startDemoModel({
      intercept: (request, response) => {
        asked.push(request)
        if (status !== 200) response.writeHead(status).end('{}')
        else if (say !== null)
          response.writeHead(200, { 'content-type': 'application/json' }).end(
            JSON.stringify({
              model: 'claude-haiku-4-5',
              content: [{ type: 'text', text: say }],
              usage: { input_tokens: 1_000, output_tokens: 10 },
            }),
          )
        return status !== 200 || say !== null
      },
    })
    app = composeNormalization(
      testBase(database, { ANTHROPIC_API_KEY: 'test', ANTHROPIC_BASE_URL: model.url }),
      { usage: { count: (event) => counted.push(event) } },
    )
  })
  afterAll(() => model.close())

  beforeEach(async () => {
    workspaceId = await makeWorkspace(database)
    asked.length = counted.length = 0
    say = null
    status = 200
    await upsertIntents(app, systemCaller(workspaceId), intents)
    const release = trainRelease({ intents, normalizers: ['rules', 'memo'] })
    const data = {
      id: newId('rel'),
      workspace_id: workspaceId,
      number: 1,
      status: 'live',
      hash: release.hash,
    }
    const by = { created_by: 'test', released_by: 'test', released_at: new Date() }
    await database.prisma.release.create({ data: { ...data, ...by, artefact: release } })
  })

  const memos = async () => (await listMemos(app, personIn(workspaceId, 'viewer'), MemoQuery.parse({}))).items

  it('places a miss once, remembers it, and counts what it cost', async () => {
    say = '{"intent":"cancel_order"}'
    expect(await app.place(workspaceId, 'put a stop to my purchase')).toBe('placed')
    expect(await app.place(workspaceId, 'put a stop to my purchase')).toBe('known')
    expect(asked).toHaveLength(1)
    expect(await memos()).toMatchObject([{ key: 'cancel_order', source: 'llm', vote: { valid: true } }])
    expect(counted).toMatchObject([{ reason: 'intent_classifier', input_tokens: 1_000 }])
    expect(counted[0]!.cost_usd).toBeCloseTo(0.00105, 6)
  })

  it('the prompt is a closed list, and the question is masked data', async () => {
    say = '{"intent":"none"}'
    await app.place(workspaceId, 'stop {{order_id}}')
    const system = String(asked[0]!.body.system)
    expect(system).toMatch(/^INTENTS:$/m)
    expect(system).toMatch(/^- cancel_order: /m)
    expect(JSON.stringify(asked[0]!.body.messages)).toContain('<query>stop {{order_id}}</query>')
  })

  it.each([
    'cancel_order',
    '{"intent":"sell_house"}',
    'Sure! {"intent":"cancel_order"}',
    '[]',
    '{"intent":7}',
  ])('invalid output %s counts as none', async (text) => {
    say = text
    await app.place(workspaceId, 'put a stop to my purchase')
    expect(await memos()).toMatchObject([{ key: null, vote: { valid: false } }])
  })

  it('a model that fails leaves no memory', async () => {
    status = 500
    expect(await app.place(workspaceId, 'put a stop to my purchase')).toBe('unanswered')
    expect(await memos()).toEqual([])
  })

  it('the demo model answers in the same form', async () => {
    await app.place(workspaceId, 'cancel the order please')
    expect(await memos()).toMatchObject([{ key: 'cancel_order' }])
  })

  it('what is remembered still goes through the guards', async () => {
    say = '{"intent":"cancel_order"}'
    await app.place(workspaceId, 'put a stop to my purchase')
    await app.place(workspaceId, 'do not put a stop to my purchase')
    const live = await readLive(database.prisma, workspaceId)
    const normalizer = loadRelease(live!.release!)
    const memo = (text: string) => live!.memo.get(text)
    expect(normalizer.normalize('put a stop to my purchase', { memo }).key).toBe('cancel_order')
    expect(normalizer.normalize('do not put a stop to my purchase', { memo }).reason).toBe('guarded')
  })

  it('what a person revoked no tier decides again, but a person may', async () => {
    say = '{"intent":"cancel_order"}'
    await app.place(workspaceId, 'put a stop to my purchase')
    const [memo] = await memos()
    const operator = personIn(workspaceId, 'operator')
    await revokeMemo(app, operator, memo!.id, { reason: 'not what they meant' })
    expect(await app.place(workspaceId, 'put a stop to my purchase')).toBe('refused')
    const decided = { masked_text: 'put a stop to my purchase', key: 'track_order', reason: '' }
    await decideMemo(app, operator, decided)
    expect(await memos()).toMatchObject([{ key: 'track_order', source: 'person' }])
  })
})

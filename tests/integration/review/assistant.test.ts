import { afterAll, beforeAll, expect, test } from 'vitest'
import { assistantModel } from '@/lib/adapters/llm/assistant-review'
import { startDemoModel, type DemoModel } from '@/lib/adapters/llm/demo/demo-model'
import { assistReview, type AssistDeps } from '@/lib/proposals/assistant/assist-review'
import { getContext } from '@/lib/proposals/get-context'
import { queueSummary } from '@/lib/proposals/desk/queue-summary'
import { reviewQuality } from '@/lib/proposals/quality/review-quality'
import { environmentHelpers } from '@/lib/server/compose/helper-models'
import { makeMetrics } from '@/lib/server/metrics'
import { testEnv } from '../../support/app'
import { openHarness, refusal, type Harness } from './harness'

let h: Harness
let demo: DemoModel
let deps: AssistDeps
const counted: string[] = []
const caller = <P>(principal: P) => ({ principal, request_id: 'req_test' })

beforeAll(async () => {
  h = await openHarness()
  demo = await startDemoModel()
  const helpers = environmentHelpers({
    env: testEnv({ ANTHROPIC_BASE_URL: demo.url }),
    metrics: makeMetrics(),
  })
  const usage = { count: ({ reason }: { reason: string }) => void counted.push(reason) }
  deps = {
    ...h.review,
    assistant: assistantModel({ helpers, model: 'demo', usage, now: h.clock.now }),
  }
})
afterAll(async () => {
  await demo.close()
  await h.close()
})

test('an opinion is kept with the content it saw, asked for once, and decides nothing', async () => {
  const person = await h.person()
  const id = await h.fold('open_hours', 'We guarantee to be open from nine to five.')
  const opinion = await assistReview(deps, caller(person), id)
  expect(opinion).toMatchObject({ verdict: 'unsure', content_hash: await h.hash(id) })
  expect(opinion.spans).toEqual([{ text: 'guarantee', reason: expect.any(String) }])
  expect(await assistReview(deps, caller(person), id)).toEqual(opinion)
  expect(counted).toEqual(['assistant_review'])
  expect((await getContext(h.review, person, id)).assistant).toEqual(opinion)
  const proposal = await h.review.unit.read(h.workspaceId).proposals.get(id)
  expect(proposal).toMatchObject({ status: 'pending', decisions: [] })
})

test('agreement with people’s decisions is measured; an edit makes the opinion void', async () => {
  const person = await h.person()
  const agreed = await h.fold('agreed', 'You can do it under Orders.')
  await assistReview(deps, caller(person), agreed)
  await h.decide(person, agreed)
  const disagreed = await h.fold('disagreed', 'You can do that under Orders too.')
  await assistReview(deps, caller(person), disagreed)
  await h.decide(person, disagreed, { decision: 'reject', reason_code: 'wrong' })
  const edited = await h.fold('edited', 'You can do it all under Orders.')
  await assistReview(deps, caller(person), edited)
  await h.decide(person, edited, { answer: 'You can do it under Orders, always.' })
  const { assistant } = await reviewQuality(h.review, person, 30)
  expect(assistant.agreement).toMatchObject({ hits: 1, trials: 2, rate: 0.5 })
})

test('a model that breaks the form or is away gives no opinion, and nothing is kept', async () => {
  const person = await h.person()
  const id = await h.fold('broken', 'You can do it under Returns.')
  const broken = {
    ...deps,
    assistant: { isSetUp: async () => true, ask: async () => ({ text: 'I would approve', model: 'm' }) },
  }
  expect(await refusal(assistReview(broken, caller(person), id))).toMatchObject({ code: 'upstream_error' })
  const none = { ...deps, assistant: { ...deps.assistant, isSetUp: async () => false } }
  expect(await refusal(assistReview(none, caller(person), id))).toMatchObject({ code: 'unavailable' })
  expect((await getContext(h.review, person, id)).assistant).toBeNull()
})

test('an opinion of a text that was edited meanwhile is refused', async () => {
  const person = await h.person()
  const id = await h.fold('raced', 'You can do it under Account.')
  const slow: AssistDeps = {
    ...deps,
    assistant: {
      isSetUp: async () => true,
      async ask() {
        await h.owner.query(`UPDATE proposal SET answer = 'Changed.' WHERE id = $1`, [id])
        return { text: '{"verdict":"approve","reasons":[],"spans":[]}', model: 'm' }
      },
    },
  }
  expect(await refusal(assistReview(slow, caller(person), id))).toMatchObject({ code: 'content_changed' })
})

test('the share that triage keeps from people is told', async () => {
  const q = await openHarness()
  const person = await q.person()
  expect((await queueSummary(q.review, person)).blocked_share).toBeNull()
  await q.fold('fine', 'You can do it under Orders.')
  await q.fold('bad', 'Click <script>alert(1)</script> now.')
  expect(await queueSummary(q.review, person)).toMatchObject({ pending: 1, blocked: 1, blocked_share: 0.5 })
  await q.close()
})

import Anthropic, { type APIError } from '@anthropic-ai/sdk'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startFakeModel, type FakeModel } from '../../fakes/model-server'
import { startGateway, until, type Harness } from './harness'

let model: FakeModel
let gateway: Harness

beforeAll(async () => {
  model = await startFakeModel()
  gateway = await startGateway({ modelUrl: model.url })
  gateway.approve('cancel_order', 'Approved: cancel {{order_id}} in your account.')
})
afterAll(async () => {
  await gateway.close()
  await model.close()
})
beforeEach(() => {
  gateway.misses.length = 0
  gateway.usage.length = 0
})

const body = (extra: object = {}) => ({
  model: 'claude-sonnet-5-5',
  max_tokens: 1_000,
  messages: [{ role: 'user' as const, content: 'cancel order 12345' }],
  ...extra,
})
async function ask(extra: object = {}, headers: Record<string, string> = {}, key = 'l0_ws_a') {
  const { data, response } = await gateway
    .anthropic(key)
    .messages.create(body(extra) as Anthropic.MessageCreateParamsNonStreaming, { headers })
    .withResponse()
  const block = data.content[0]
  return { text: block?.type === 'text' ? block.text : '', headers: response.headers }
}

describe('x-l0-cache', () => {
  test('off: the model answers, and nothing is proposed', async () => {
    const { text, headers } = await ask({}, { 'x-l0-cache': 'off' })
    expect(text).not.toContain('Approved')
    expect(headers.get('x-l0-cache')).toBe('bypass')
    expect(headers.get('x-l0-reason')).toBe('cache_off')
    await until(() => gateway.usage.length === 1)
    expect(gateway.misses).toEqual([])
  })

  test('only: the model is never asked; a miss is a 404 in the vendor’s shape', async () => {
    const before = model.requests.length
    expect((await ask({}, { 'x-l0-cache': 'only' })).text).toContain('Approved')
    const refused = await ask(
      { messages: [{ role: 'user', content: 'opening hours' }] },
      { 'x-l0-cache': 'only' },
    ).catch((error: unknown) => error as APIError)
    expect(refused).toBeInstanceOf(Anthropic.NotFoundError)
    const { error, headers, requestID } = refused as APIError
    expect(error).toMatchObject({ type: 'error', error: { type: 'not_found_error' } })
    expect(headers?.get('x-l0-cache')).toBe('miss')
    expect(headers?.get('x-l0-reason')).toBe('no_entry')
    expect(headers?.get('x-l0-key')).toBe('opening_hours')
    expect(requestID).toMatch(/^req_/)
    expect(model.requests.length).toBe(before)
  })

  test('x-l0-normalizer narrows what is served to keys found so; it never widens', async () => {
    const hit = await ask({}, { 'x-l0-normalizer': 'memo, rules' })
    expect(hit.headers.get('x-l0-cache')).toBe('hit')
    expect(hit.headers.get('x-l0-normalizer')).toBe('rules')
    const missed = await ask({}, { 'x-l0-normalizer': 'pass_through' })
    expect(missed.headers.get('x-l0-cache')).toBe('miss')
    expect(missed.headers.get('x-l0-reason')).toBe('normalizer')
    await until(() => gateway.misses.length === 1)
    expect(gateway.misses[0]).toMatchObject({ model_answer: null, would_serve: 'ent_cancel_order@3' })
  })

  test('anything else is refused, naming the header', async () => {
    await expect(ask({}, { 'x-l0-normalizer': 'magic' })).rejects.toThrow(/x-l0-normalizer/)
    await expect(ask({}, { 'x-l0-cache': 'sometimes' })).rejects.toThrow(/x-l0-cache/)
    await expect(ask({}, { 'x-l0-scope': 'No Good' })).rejects.toThrow(/x-l0-scope/)
  })
})

describe('scopes', () => {
  test('an answer approved without a system prompt is not served under one', async () => {
    const { headers } = await ask({ system: 'You are a pirate.' })
    expect(headers.get('x-l0-cache')).toBe('miss')
    expect(headers.get('x-l0-scope')).toMatch(/^fp_/)
  })

  test('unless the caller names the scope', async () => {
    const { headers } = await ask({ system: 'You are a pirate.' }, { 'x-l0-scope': 'default' })
    expect(headers.get('x-l0-cache')).toBe('hit')
  })

  test('another workspace never gets the answer', async () => {
    expect((await ask({}, {}, 'l0_ws_b')).headers.get('x-l0-cache')).toBe('miss')
  })

  test('Anthropic’s and OpenAI’s format share the cache', async () => {
    const { data, response } = await gateway
      .openai()
      .chat.completions.create({
        model: 'gpt-4o',
        messages: [{ role: 'user', content: 'cancel order 999111' }],
      })
      .withResponse()
    expect(response.headers.get('x-l0-cache')).toBe('hit')
    expect(data.choices[0]?.message.content).toBe('Approved: cancel 999111 in your account.')
  })
})

describe('what is never served from the cache', () => {
  const tool = { name: 'lookup', input_schema: { type: 'object' } }
  test.each([
    ['tools', { tools: [tool] }],
    [
      'multi_turn',
      {
        messages: [
          { role: 'user', content: 'cancel order 12345' },
          { role: 'assistant', content: 'Sure?' },
          { role: 'user', content: 'yes' },
        ],
      },
    ],
    ['thinking', { thinking: { type: 'enabled', budget_tokens: 1_024 } }],
    ['follow_up', { messages: [{ role: 'user', content: 'cancel it' }] }],
    ['unknown_field', { brand_new_option: { a: 1 } }],
  ])('%s: bypassed, passed on byte for byte, never proposed', async (reason, extra) => {
    const { headers } = await ask(extra)
    expect(headers.get('x-l0-cache')).toBe('bypass')
    expect(headers.get('x-l0-reason')).toBe(reason)
    expect(model.requests.at(-1)!.text).toBe(JSON.stringify(body(extra)))
    await until(() => gateway.usage.length === 1)
    expect(gateway.usage[0]).toMatchObject({ status: 'bypass', reason })
    expect(gateway.misses).toEqual([])
  })

  test('an answer longer than max_tokens', async () => {
    const { headers } = await ask({ max_tokens: 3 })
    expect(headers.get('x-l0-cache')).toBe('miss')
    expect(headers.get('x-l0-reason')).toBe('max_tokens')
    await until(() => gateway.misses.length === 1)
    expect(gateway.misses[0]).toMatchObject({ model_answer: null, would_serve: 'ent_cancel_order@3' })
  })
})

describe('what is passed on', () => {
  test('vendor headers are; the caller’s key is not, in any form', async () => {
    await ask({ system: 'x' }, { 'anthropic-beta': 'future-1', 'x-secret': 'mine' })
    const seen = model.requests.at(-1)!.headers
    expect(seen['anthropic-beta']).toBe('future-1')
    expect(seen['anthropic-version']).toMatch(/^\d{4}-\d\d-\d\d$/)
    expect(seen['x-api-key']).toBe('upstream-secret')
    expect(JSON.stringify(seen)).not.toContain('l0_ws_a')
    expect(seen['x-secret']).toBeUndefined()
  })
})

describe('which answers are proposed', () => {
  test.each([
    ['fake-refusal', null],
    ['fake-truncated', null],
    ['fake-empty', null],
    ['fake-sorry', null],
    ['other', 'text'],
  ])('%s', async (name, proposed) => {
    await ask({ model: name, messages: [{ role: 'user', content: 'what are your opening hours' }] })
    await until(() => gateway.misses.length === 1)
    if (proposed === null) expect(gateway.misses[0]!.model_answer).toBeNull()
    else expect(gateway.misses[0]!.model_answer).toContain('Monday')
  })
})

describe('workspace policy', () => {
  test('in shadow the model answers, and what would have been served is told', async () => {
    const shadow = await startGateway({ modelUrl: model.url, mode: 'shadow' })
    shadow.approve('cancel_order', 'Approved')
    const { response } = await shadow.anthropic().messages.create(body()).withResponse()
    expect(response.headers.get('x-l0-reason')).toBe('shadow')
    await until(() => shadow.misses.length === 1)
    expect(shadow.misses[0]!.would_serve).toBe('ent_cancel_order@3')
    await shadow.close()
  })

  test('a roll-out of 0 % serves nothing', async () => {
    const none = await startGateway({ modelUrl: model.url, policy: { rollout_percent: 0 } })
    none.approve('cancel_order', 'Approved')
    const { response } = await none.anthropic().messages.create(body()).withResponse()
    expect(response.headers.get('x-l0-reason')).toBe('rollout')
    await none.close()
  })
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { POST } from '@/app/v1/messages/route'
import { startFakeModel, type FakeModel } from '../../fakes/model-server'
import { startGateway, until, type Harness } from './harness'

let model: FakeModel
let gateway: Harness

beforeAll(async () => {
  model = await startFakeModel()
  gateway = await startGateway({ modelUrl: model.url })
})
afterAll(async () => {
  await gateway.close()
  await model.close()
})

const ask = (content: string) => ({
  model: 'claude-sonnet-5-5',
  max_tokens: 1_000,
  messages: [{ role: 'user' as const, content }],
})

describe('the official Anthropic client', () => {
  test('gets the model’s answer on a miss, and the miss is told with the answer generalised', async () => {
    const { data, response } = await gateway
      .anthropic()
      .messages.create(ask('cancel order 12345'))
      .withResponse()
    expect(data.content[0]).toMatchObject({ type: 'text', text: expect.stringContaining('12345') })
    expect(data.model).toBe('l0-demo-model')
    expect(response.headers.get('request-id')).toMatch(/^req_demo_/)
    expect(response.headers.get('x-l0-cache')).toBe('miss')
    expect(response.headers.get('x-l0-cache-tier')).toBe('L3_LLM')
    expect(response.headers.get('x-l0-reason')).toBe('no_entry')
    expect(response.headers.get('x-l0-key')).toBe('cancel_order')
    expect(Number(response.headers.get('x-l0-cost-usd'))).toBeGreaterThan(0)
    await until(() => gateway.misses.length > 0)
    const miss = gateway.misses.at(-1)!
    expect(miss).toMatchObject({
      key: 'cancel_order',
      scope: 'default',
      workspace_id: 'ws_a',
      stop_reason: 'end_turn',
    })
    expect(miss.model_answer).toContain('12345')
    expect(miss.proposed_answer).toContain('{{order_id}}')
    expect(miss.proposed_answer).not.toContain('12345')
  })

  test('gets the approved answer to another phrasing, without the model being asked', async () => {
    gateway.approve(
      'cancel_order',
      'To cancel order {{order_id}}, open your account.\nThen select “Cancel”. 🙂',
    )
    const before = model.requests.length
    const { data, response } = await gateway
      .anthropic()
      .messages.create(ask('please cancel my order 67890'))
      .withResponse()
    expect(data.content).toEqual([
      {
        type: 'text',
        text: 'To cancel order 67890, open your account.\nThen select “Cancel”. 🙂',
        citations: null,
      },
    ])
    expect(data).toMatchObject({
      type: 'message',
      role: 'assistant',
      stop_reason: 'end_turn',
      model: 'claude-sonnet-5-5',
    })
    expect(data.usage.output_tokens).toBeGreaterThan(5)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'x-l0-cache': 'hit',
      'x-l0-cache-tier': 'L0_CACHE',
      'x-l0-key': 'cancel_order',
      'x-l0-entry': 'ent_cancel_order@3',
      'x-l0-cost-usd': '0.0001',
      'x-l0-hit-id': 'hit_test',
    })
    expect(model.requests.length).toBe(before)
  })

  test('a streamed hit is a valid event sequence whose text is the answer', async () => {
    gateway.approve(
      'cancel_order',
      'To cancel order {{order_id}}, open your account and look for the order. '.repeat(20),
    )
    const json = await gateway.anthropic().messages.create(ask('cancel order 555111'))
    const stream = gateway.anthropic().messages.stream(ask('cancel order 555111'))
    const events: string[] = []
    stream.on('streamEvent', (event) => events.push(event.type))
    const final = await stream.finalMessage()
    expect(final.content).toEqual(json.content)
    expect(final.usage.output_tokens).toBe(json.usage.output_tokens)
    expect(final.stop_reason).toBe('end_turn')
    expect(events[0]).toBe('message_start')
    expect(events.slice(-3)).toEqual(['content_block_stop', 'message_delta', 'message_stop'])
    expect(events.filter((type) => type === 'content_block_delta').length).toBeGreaterThan(5)
  })

  test('a streamed miss passes byte for byte and is read as it passes', async () => {
    gateway.misses.length = 0
    const stream = gateway.anthropic().messages.stream(ask('what are your shipping cost options'))
    const text = await stream.finalText()
    expect(text).toContain('$4.90')
    await until(() => gateway.misses.length === 1)
    expect(gateway.misses[0]!.model_answer).toBe(text)
  })
})

describe('through Next’s door', () => {
  const post = (body: object) =>
    POST(
      new Request('http://localhost/v1/messages', {
        method: 'POST',
        headers: { authorization: 'Bearer l0_ws_a', 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    )

  test('the same routes answer the same, and a stream is learnt from when it is over', async () => {
    gateway.misses.length = 0
    const response = await post({ ...ask('what are your opening hours'), stream: true })
    expect(response.headers.get('x-l0-cache')).toBe('miss')
    expect(gateway.misses).toEqual([])
    expect(await response.text()).toContain('event: message_stop')
    await until(() => gateway.misses.length === 1)
    expect(gateway.misses[0]!.model_answer).toContain('Monday')

    gateway.approve('opening_hours', 'Always open.')
    const hit = await post(ask('what are your opening hours'))
    expect(hit.headers.get('x-l0-cache')).toBe('hit')
    expect(await hit.json()).toMatchObject({ content: [{ type: 'text', text: 'Always open.' }] })
  })

  test('a reader that leaves in the middle cancels the model’s call', async () => {
    const before = model.abandoned
    const response = await post({ ...ask('where is my package'), model: 'fake-slow-50', stream: true })
    const reader = response.body!.getReader()
    await reader.read()
    await reader.cancel()
    await until(() => model.abandoned === before + 1)
  })
})

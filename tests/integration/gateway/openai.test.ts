import OpenAI from 'openai'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startFakeModel, type FakeModel } from '../../fakes/model-server'
import { startGateway, until, type Harness, type Setup } from './harness'

let model: FakeModel
const open: Harness[] = []

beforeAll(async () => {
  model = await startFakeModel()
})
afterEach(async () => {
  for (const gateway of open.splice(0)) await gateway.close()
})
afterAll(() => model.close())

async function gatewayWith(setup: Setup): Promise<Harness> {
  const gateway = await startGateway(setup)
  open.push(gateway)
  return gateway
}
const upstreams: [string, () => Setup][] = [
  ['over Anthropic, translated', () => ({ modelUrl: model.url })],
  ['over an OpenAI-compatible provider', () => ({ openaiUrl: model.url })],
]
const body = (content: string, name = 'gpt-4o') => ({
  model: name,
  messages: [{ role: 'user' as const, content }],
})

describe.each(upstreams)('the official OpenAI client, %s', (_name, setup) => {
  test('gets the model’s answer on a miss, JSON and stream alike', async () => {
    const gateway = await gatewayWith(setup())
    const { data, response } = await gateway
      .openai()
      .chat.completions.create(body('cancel order 12345'))
      .withResponse()
    const answer = data.choices[0]!.message.content!
    expect(answer).toContain('12345')
    expect(data.choices[0]!.finish_reason).toBe('stop')
    expect(data.usage!.total_tokens).toBeGreaterThan(10)
    expect(response.headers.get('x-l0-cache')).toBe('miss')
    await until(() => gateway.misses.length === 1)
    expect(gateway.misses[0]!.proposed_answer).toContain('{{order_id}}')

    const stream = await gateway.openai().chat.completions.create({
      ...body('cancel order 12345'),
      stream: true,
      stream_options: { include_usage: true },
    })
    let text = ''
    let finish: string | null = null
    let tokens = 0
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? ''
      finish = chunk.choices[0]?.finish_reason ?? finish
      tokens = chunk.usage?.total_tokens ?? tokens
    }
    expect(text).toBe(answer)
    expect(finish).toBe('stop')
    expect(tokens).toBeGreaterThan(10)
    await until(() => gateway.misses.length === 2)
    expect(gateway.misses[1]!.model_answer).toBe(answer)
  })

  test('gets the approved answer, JSON and stream alike', async () => {
    const gateway = await gatewayWith(setup())
    gateway.approve('cancel_order', 'Open your account and cancel order {{order_id}} there. '.repeat(5))
    const json = await gateway.openai().chat.completions.create(body('cancel order 67890'))
    const runner = gateway.openai().chat.completions.stream(body('cancel order 67890'))
    expect(await runner.finalContent()).toBe(json.choices[0]!.message.content)
    expect(json.choices[0]!.message.content).toContain('67890')
  })

  test.each([400, 401, 404, 429, 500])(
    'gets an error %i in its own shape, with retry headers',
    async (status) => {
      const gateway = await gatewayWith(setup())
      const error = await gateway
        .openai()
        .chat.completions.create(body('what are your opening hours', `fake-status-${status}`))
        .catch((thrown: unknown) => thrown as InstanceType<typeof OpenAI.APIError>)
      expect(error).toBeInstanceOf(OpenAI.APIError)
      expect(error).toMatchObject({ status })
      expect((error as InstanceType<typeof OpenAI.APIError>).message).toContain(`told to answer ${status}`)
      expect((error as InstanceType<typeof OpenAI.APIError>).headers?.get('retry-after')).toBe('7')
    },
  )

  test('hears of a stream that breaks off', async () => {
    const gateway = await gatewayWith(setup())
    const run = async () => {
      const stream = await gateway
        .openai()
        .chat.completions.create({ ...body('what are your opening hours', 'fake-cut'), stream: true })
      for await (const chunk of stream) void chunk
    }
    await expect(run()).rejects.toThrow(/broke off/)
  })
})

test('what cannot be translated is a 400 that says so', async () => {
  const gateway = await gatewayWith({ modelUrl: model.url })
  const tools = [{ type: 'function' as const, function: { name: 'f', parameters: {} } }]
  const failed = gateway.openai().chat.completions.create({ ...body('hi there'), tools })
  await expect(failed).rejects.toThrow(/400 .*translated/)
})

test('a wrong key is a 401 in OpenAI’s shape', async () => {
  const gateway = await gatewayWith({ modelUrl: model.url })
  await expect(gateway.openai('wrong').chat.completions.create(body('hi'))).rejects.toThrow(
    OpenAI.AuthenticationError,
  )
})

describe('models and token counts', () => {
  test('in the shape each client expects', async () => {
    const gateway = await gatewayWith({ modelUrl: model.url, openaiUrl: model.url })
    expect((await gateway.anthropic().models.list()).data[0]).toMatchObject({
      type: 'model',
      id: 'l0-demo-model',
    })
    expect(await gateway.anthropic().models.retrieve('l0-demo-model')).toMatchObject({ type: 'model' })
    expect((await gateway.openai().models.list()).data[0]).toMatchObject({
      object: 'model',
      id: 'l0-demo-model',
    })
    expect(await gateway.openai().models.retrieve('l0-demo-model')).toMatchObject({ object: 'model' })
    await expect(gateway.anthropic().models.retrieve('nothing')).rejects.toThrow(/404/)
  })

  test('OpenAI’s client gets its own shape from an Anthropic provider as well', async () => {
    const gateway = await gatewayWith({ modelUrl: model.url })
    expect((await gateway.openai().models.list()).data[0]).toMatchObject({
      object: 'model',
      id: 'l0-demo-model',
    })
    expect(await gateway.openai().models.retrieve('l0-demo-model')).toMatchObject({ object: 'model' })
  })

  test('tokens are counted by the model, bad input is named', async () => {
    const gateway = await gatewayWith({ modelUrl: model.url })
    const messages = [{ role: 'user' as const, content: 'how many tokens is this' }]
    const counted = await gateway.anthropic().messages.countTokens({ model: 'm', messages })
    expect(counted.input_tokens).toBeGreaterThan(3)
    const bad = gateway.anthropic().messages.countTokens({ model: 'm' } as never)
    await expect(bad).rejects.toThrow(/messages: field required/)
  })
})

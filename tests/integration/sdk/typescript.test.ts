import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import Official, { type APIError } from '@anthropic-ai/sdk'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { readmeExample, startRealGateway, vendorKey, type RealGateway } from './real-gateway'

type Sdk = typeof import('../../../sdk/typescript/src/anthropic')

const run = promisify(execFile)
const folder = path.resolve('sdk/typescript')
let gateway: RealGateway
let sdk: Sdk

beforeAll(async () => {
  gateway = await startRealGateway()
  await run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', folder])
  sdk = (await import(pathToFileURL(path.join(folder, 'dist/anthropic.js')).href)) as Sdk
}, 120_000)
afterAll(() => gateway?.close())
beforeEach(() => {
  gateway.vendor.requests.length = 0
  gateway.upstream.requests.length = 0
  gateway.arrived.length = 0
})

type Config = NonNullable<ConstructorParameters<Sdk['Anthropic']>[0]>['l0Config']

const client = (l0Config: Config = {}, options: object = {}) =>
  new sdk.Anthropic({
    apiKey: vendorKey,
    baseURL: gateway.vendor.url,
    maxRetries: 0,
    enableL0Cache: true,
    l0Config: { apiKey: gateway.key, baseURL: gateway.url, ...l0Config },
    ...options,
  })

const ask = (content: string, extra: { model?: string } = {}) => ({
  model: 'claude-haiku-4-5',
  max_tokens: 300,
  messages: [{ role: 'user' as const, content }],
  ...extra,
})
/** Models asked by callers; the gateway's own questions about a miss have another `max_tokens`. */
const askedUpstream = () =>
  gateway.upstream.requests.filter(({ body }) => body.max_tokens === 300).map(({ body }) => body.model)
const approved = 'To cancel order 67890, open it in your account.'
const textOf = (message: Official.Message) =>
  message.content[0]?.type === 'text' ? message.content[0].text : ''

describe('an approved answer', () => {
  test('comes with who gave it and what it cost; no model and no vendor was asked', async () => {
    const reply = await client().messages.create(ask('please cancel my order 67890'))
    expect(textOf(reply)).toBe(approved)
    expect(reply).toMatchObject({ cacheTier: 'L0_CACHE', type: 'message', stop_reason: 'end_turn' })
    expect(reply.cost).toBeGreaterThan(0)
    expect(reply.l0).toMatchObject({
      source: 'gateway',
      cache: 'hit',
      key: 'cancel_order',
      scope: 'default',
      entry: { id: expect.stringMatching(/^ent_/), version: 1 },
      hitId: expect.stringMatching(/^hit_/),
      fallback: null,
    })
    expect(['rules', 'classifier', 'memo', 'pass_through']).toContain(reply.l0?.normalizer)
    expect(reply._request_id).toBeTruthy()
    expect(askedUpstream()).toEqual([])
    expect(gateway.vendor.requests).toEqual([])
  })

  test('as a raw stream has the same text, and says so before the first event', async () => {
    const stream = await client().messages.create({ ...ask('cancel order 67890'), stream: true })
    expect(stream).toMatchObject({ cacheTier: 'L0_CACHE', l0: { cache: 'hit' } })
    let text = ''
    for await (const event of stream)
      if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') text += event.delta.text
    expect(text).toBe(approved)
  })

  test('through messages.stream(): the stream knows from its headers on, the final message too', async () => {
    const stream = client().messages.stream(ask('cancel order 67890'))
    expect(stream.l0).toBeNull()
    const final = await stream.finalMessage()
    expect(textOf(final)).toBe(approved)
    expect(stream).toMatchObject({ cacheTier: 'L0_CACHE', l0: { key: 'cancel_order' } })
    expect(stream.cost).toBeGreaterThan(0)
    expect(final).toMatchObject({ cacheTier: 'L0_CACHE', l0: { key: 'cancel_order' } })
  })
})

describe('a question without one', () => {
  test('is answered by the model behind the gateway, with its cost', async () => {
    const reply = await client().messages.create(ask('which colours does the lamp come in'))
    expect(reply).toMatchObject({ cacheTier: 'L3_LLM', l0: { source: 'gateway', cache: 'miss' } })
    expect(reply.cost).toBeGreaterThan(0)
    expect(askedUpstream()).toEqual(['claude-haiku-4-5'])
    expect(gateway.vendor.requests).toEqual([])
  })

  test('streams, with a cost nobody knows yet', async () => {
    const stream = client().messages.stream(ask('which colours does the lamp come in'))
    const final = await stream.finalMessage()
    expect(textOf(final)).not.toBe('')
    expect(final).toMatchObject({ cacheTier: 'L3_LLM', cost: null, l0: { cache: 'miss' } })
  })
})

describe('l0Config', () => {
  test('cacheTier L0_CACHE forbids the model, and the vendor', async () => {
    const only = client({ cacheTier: 'L0_CACHE' })
    expect((await only.messages.create(ask('cancel order 67890'))).cacheTier).toBe('L0_CACHE')
    const lamp = only.messages.create(ask('which colours does the lamp come in'))
    await expect(lamp).rejects.toBeInstanceOf(Official.NotFoundError)
    const gone = client({ cacheTier: 'L0_CACHE', baseURL: gateway.broken.gone })
    await expect(gone.messages.create(ask('hi'))).rejects.toBeInstanceOf(Official.APIConnectionError)
    expect(askedUpstream()).toEqual([])
    expect(gateway.vendor.requests).toEqual([])
  })

  test('cacheTier L3_LLM always asks the model', async () => {
    const reply = await client({ cacheTier: 'L3_LLM' }).messages.create(ask('cancel order 67890'))
    expect(reply).toMatchObject({ cacheTier: 'L3_LLM', l0: { cache: 'bypass', reason: 'cache_off' } })
  })

  test('normalizer serves only what was found so', async () => {
    const { l0 } = await client().messages.create(ask('cancel order 67890'))
    const found = l0!.normalizer!
    const same = await client({ normalizer: found }).messages.create(ask('cancel order 67890'))
    expect(same.cacheTier).toBe('L0_CACHE')
    const other = await client({ normalizer: 'pass_through' }).messages.create(ask('cancel order 67890'))
    expect(other).toMatchObject({ cacheTier: 'L3_LLM', l0: { reason: 'normalizer' } })
  })

  test('scope names whose answers are meant', async () => {
    const { l0 } = await client({ scope: 'elsewhere' }).messages.create(ask('cancel order 67890'))
    expect(l0).toMatchObject({ scope: 'elsewhere', cache: 'miss' })
  })
})

describe('while the gateway is down', () => {
  const downs: [string, () => string, string][] = [
    ['nobody listens', () => gateway.broken.gone, 'unreachable'],
    ['502', () => `${gateway.broken.url}/status/502`, 'status_502'],
    ['503', () => `${gateway.broken.url}/status/503`, 'status_503'],
    ['504', () => `${gateway.broken.url}/status/504`, 'status_504'],
  ]
  test.each(downs)('%s: the vendor answers, streamed or not', async (_name, baseURL, fallback) => {
    const down = client({ baseURL: baseURL() })
    const told = { cacheTier: 'L3_LLM', cost: null, l0: { source: 'vendor', fallback } }
    expect(await down.messages.create(ask('cancel order 67890'))).toMatchObject(told)
    expect(await down.messages.stream(ask('cancel order 67890')).finalMessage()).toMatchObject(told)
    expect(gateway.vendor.requests).toHaveLength(2)
    for (const { headers } of gateway.vendor.requests) {
      expect(JSON.stringify(headers)).toContain(vendorKey)
      expect(JSON.stringify(headers)).not.toContain(gateway.key)
      expect(JSON.stringify(headers)).not.toContain('x-l0-')
    }
  })

  test('unless that is switched off', async () => {
    const down = client({ baseURL: gateway.broken.gone, fallback: false })
    await expect(down.messages.create(ask('hi'))).rejects.toBeInstanceOf(Official.APIConnectionError)
    const off = client({ baseURL: `${gateway.broken.url}/status/503`, fallback: false })
    await expect(off.messages.create(ask('hi'))).rejects.toMatchObject({ status: 503 })
    expect(gateway.vendor.requests).toEqual([])
  })

  test('a reply that breaks off is an error: after its headers nobody else is asked', async () => {
    const cut = client({ baseURL: `${gateway.broken.url}/cut` })
    await expect(cut.messages.create(ask('hi'))).rejects.toThrow()
    expect(gateway.vendor.requests).toEqual([])
  })

  test('one client falls back when its gateway stops, and returns when it is there again', async () => {
    const same = client()
    const tier = async () => (await same.messages.create(ask('cancel order 67890'))).cacheTier
    expect(await tier()).toBe('L0_CACHE')
    await gateway.stop()
    expect(await tier()).toBe('L3_LLM')
    await gateway.start()
    expect(await tier()).toBe('L0_CACHE')
    expect(gateway.vendor.requests).toHaveLength(1)
  })
})

describe('errors pass through', () => {
  test('the model’s, with its status, class and headers; the vendor is not asked again', async () => {
    const failed = client().messages.create(ask('which colours', { model: 'fake-status-503' }))
    const error = await failed.catch((reason: unknown) => reason as APIError)
    expect(error).toBeInstanceOf(Official.InternalServerError)
    expect((error as APIError).status).toBe(503)
    expect((error as APIError).headers?.get('x-l0-cache')).toBe('miss')
    expect((error as APIError).headers?.get('retry-after')).toBe('7')
    expect(gateway.vendor.requests).toEqual([])
  })

  test('the gateway’s own', async () => {
    const wrong = client({ apiKey: 'l0_not_a_key' })
    await expect(wrong.messages.create(ask('hi'))).rejects.toBeInstanceOf(Official.AuthenticationError)
    const bad = client().messages.create({ ...ask('hi'), max_tokens: -1 })
    await expect(bad).rejects.toMatchObject({ status: 400 })
    expect(gateway.vendor.requests).toEqual([])
  })

  test('in the middle of a stream', async () => {
    const stream = client().messages.stream(ask('which colours', { model: 'fake-cut' }))
    await expect(stream.finalMessage()).rejects.toBeInstanceOf(Official.APIError)
    expect(gateway.vendor.requests).toEqual([])
  })
})

describe('the rest of the client', () => {
  test('tokens are counted and models listed by the gateway, batches kept by the vendor', async () => {
    const all = client()
    expect((await all.messages.countTokens(ask('hello'))).input_tokens).toBeGreaterThan(0)
    expect((await all.models.list()).data.length).toBeGreaterThan(0)
    await all.messages.batches.list().catch(() => undefined)
    expect(gateway.arrived.map(({ path }) => path)).toEqual(['/v1/messages/count_tokens', '/v1/models'])
    expect(JSON.stringify(gateway.arrived)).not.toContain(vendorKey)
  })

  test('without a key of the vendor’s the gateway alone answers', async () => {
    const keyless = client({}, { apiKey: null, authToken: null })
    expect((await keyless.messages.create(ask('cancel order 67890'))).cacheTier).toBe('L0_CACHE')
  })
})

describe('the package as a registry would hand it out', () => {
  const project = mkdtempSync(path.join(tmpdir(), 'l0-sdk-typescript-'))
  afterAll(() => rmSync(project, { recursive: true, force: true }))

  test('holds built JavaScript with its types, the licence and the README, and nothing else', async () => {
    const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', project]
    const { stdout } = await run('npm', args, { cwd: folder })
    const [pack] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }]
    const modules = ['anthropic', 'gateway-fetch', 'l0-config', 'l0-info', 'messages']
    const built = modules.flatMap((name) => [`dist/${name}.d.ts`, `dist/${name}.js`])
    const files = pack.files.map((file) => file.path)
    expect(files.sort()).toEqual(['LICENSE', 'README.md', 'package.json', ...built].sort())

    const installed = path.join(project, 'node_modules/@l0-cache/anthropic')
    mkdirSync(installed, { recursive: true })
    await run('tar', ['-xzf', path.join(project, pack.filename), '--strip-components=1', '-C', installed])
    for (const name of ['@anthropic-ai', '@types'])
      symlinkSync(path.resolve('node_modules', name), path.join(project, 'node_modules', name))
  })

  test('compiles and runs the README’s example in a project of its own', async () => {
    const file = path.join(project, 'example.mts')
    writeFileSync(file, readmeExample(path.join(folder, 'README.md'), gateway.url))
    const options = ['--module', 'nodenext', '--strict', '--target', 'es2023', '--types', 'node']
    const tsc = path.resolve('node_modules/typescript/bin/tsc')
    await run(process.execPath, [tsc, ...options, file], { cwd: project })
    const env = {
      ...process.env,
      L0_API_KEY: gateway.key,
      ANTHROPIC_API_KEY: vendorKey,
      ANTHROPIC_BASE_URL: gateway.vendor.url,
    }
    const { stdout } = await run(process.execPath, ['example.mjs'], { cwd: project, env })
    expect(stdout).toMatch(/^L0_CACHE\n0\.0001\n/)
    expect(stdout).toContain("key: 'cancel_order'")
  }, 120_000)
})

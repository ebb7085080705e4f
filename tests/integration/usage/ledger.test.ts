import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { POST as lookup } from '@/app/api/v1/lookup/route'
import { POST as chat } from '@/app/v1/chat/completions/route'
import { POST as messages } from '@/app/v1/messages/route'
import { GET as getAnalytics } from '@/app/api/console/analytics/route'
import { DELETE as dropPrice, GET as getPrices, PUT as putPrice } from '@/app/api/console/prices/route'
import { settleAfter } from '@/lib/server/http/after'
import { hotRoutes, matchHotRoute } from '@/lib/server/http/hot-routes'
import { answerNode } from '@/lib/server/http/node-door'
import type { Analytics } from '@/lib/usage/analytics-schema'
import type { UsageBatch } from '@/lib/usage/batch-usage'
import type { ModelPrices } from '@/lib/usage/model-prices-schema'
import { startFakeModel, type FakeModel } from '../../fakes/model-server'
import { bodyOf, callOf, makeTestApp, type TestApp } from '../../support/app'
import { signedIn } from '../../support/session'

const routes = hotRoutes([messages, chat, lookup])
/** Money as whole units of 1e-8 USD: sums of integers are exact. */
const units = (usd: string | number) => Math.round(Number(usd) * 1e8)

describe('the ledger', () => {
  let model: FakeModel
  let test: TestApp
  let server: http.Server
  let port: number
  let admin: Record<string, string>

  beforeAll(async () => {
    model = await startFakeModel()
    test = await makeTestApp({ ANTHROPIC_BASE_URL: model.url })
    admin = await signedIn(test, 'admin')
    await test.approve('track_order', 'Order {{order_id}} is on its way.')
    await test.app.publishing.start()
    await test.app.publishing.publisher.drain()
    server = http.createServer((request, response) => void serve(request, response))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    port = (server.address() as AddressInfo).port
  })
  afterAll(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    await test.app.close()
    await model.close()
  })

  async function serve(request: http.IncomingMessage, response: http.ServerResponse) {
    const matched = matchHotRoute(routes, request.method!, request.url!)!
    const target = { path: request.url!, query: '', params: matched.params, remote: '127.0.0.1' }
    await answerNode(matched.handler.answer, request, response, target).catch(() => response.destroy())
  }

  /** One request to its end; what the response itself says it cost, wherever it says it. */
  function send(path: string, body: object): Promise<{ status: number; cache: string; usd: string }> {
    return new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${test.lookupKey}`, 'content-type': 'application/json' }
      const request = http.request({ port, path, method: 'POST', headers }, (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
        response.on('error', reject).on('end', () => {
          const said = response.headers['x-l0-cost-usd'] ?? response.trailers['x-l0-cost-usd']
          const fromBody = path.endsWith('lookup')
            ? String((JSON.parse(text) as { cost_usd?: number }).cost_usd ?? 0)
            : '0'
          const status = response.statusCode!
          resolve({
            status,
            cache: String(response.headers['x-l0-cache'] ?? ''),
            usd: String(said ?? fromBody),
          })
        })
      })
      request.on('error', reject).end(JSON.stringify(body))
    })
  }
  const ask = (model: string, query: string, stream = false) => ({
    model,
    max_tokens: 300,
    stream,
    messages: [{ role: 'user', content: query }],
  })
  async function analytics(): Promise<Analytics> {
    await settleAfter(5_000)
    await (test.app.usage as UsageBatch).flush()
    return bodyOf<Analytics>(
      await getAnalytics.answer(callOf('/api/console/analytics?range=24h', { headers: admin })),
    )
  }
  const prices = async (method: 'PUT' | 'DELETE', body: object) =>
    (method === 'PUT' ? putPrice : dropPrice).answer(
      callOf('/api/console/prices', { method, headers: admin, body }),
    )

  it('is the sum of what the responses said, to the last decimal', async () => {
    const sent: { status: number; cache: string; usd: string }[] = []
    const models = ['claude-haiku-5-5', 'claude-opus-4-8', 'gpt-5-nano', 'somebody-elses-model']
    for (let i = 0; i < 320; i++) {
      const path = i % 2 ? '/v1/chat/completions' : '/v1/messages'
      const kind = i % 8
      const name = models[i % models.length]!
      if (kind < 2) sent.push(await send(path, ask(name, `where is my order ${5000 + i}`, i % 3 === 0)))
      else if (kind < 4)
        sent.push(await send(path, ask(name, `is product number ${i} gluten free`, i % 16 < 8)))
      else if (kind === 4) sent.push(await send('/api/v1/lookup', { query: `where is my order ${7000 + i}` }))
      else if (kind === 5) sent.push(await send('/api/v1/lookup', { query: `unheard of ${i}` }))
      else if (kind === 6) sent.push(await send(path, { ...ask(name, `joke ${i}`), x: 1 }))
      else
        sent.push(
          await send(path, ask(i % 16 < 8 ? 'fake-plain-400' : 'fake-short', `why ${i}`, i % 16 >= 8)),
        )
    }
    // Every kind was there: hits and misses, streamed ones with their trailer, and errors.
    expect(new Set(sent.map(({ cache }) => cache))).toEqual(new Set(['hit', 'miss', 'bypass', '']))
    expect(sent.some(({ status }) => status >= 400)).toBe(true)
    expect(sent.filter(({ usd }) => units(usd) > 0).length).toBeGreaterThan(150)

    const { ledger, totals } = await analytics()
    const said = sent.reduce((sum, { usd }) => sum + units(usd), 0)
    expect(units(ledger.responses_usd)).toBe(said)
    expect(units(ledger.hit_cost_usd) + units(ledger.model_usd)).toBe(said)
    expect(totals.requests).toBe(320)
    expect(await stored()).toEqual([{ units: said }])
    // The questions that no local tier could place were put to a model as well: that is ours to pay, and told apart.
    expect(ledger.helpers.find(({ reason }) => reason === 'intent_classifier')!.cost_usd).toBeGreaterThan(0)
  }, 120_000)

  const stored = () =>
    test.app.db.prisma.$queryRaw`
      SELECT (sum(cost_usd) * 100000000)::float8 AS units FROM usage_hour
      WHERE workspace_id = ${test.workspaceId} AND reason <> 'intent_classifier'`

  it('a look-up’s savings are unknown until the policy names a model; then they are counted', async () => {
    const before = (await analytics()).ledger
    await send('/api/v1/lookup', { query: 'where is my order 9001' })
    const without = (await analytics()).ledger
    expect(units(without.avoided_usd)).toBe(units(before.avoided_usd))
    expect(without.hits).toBe(before.hits + 1)

    const { id, policy } = await test.app.db.prisma.workspace.findUniqueOrThrow({
      where: { id: test.workspaceId },
    })
    const named = { ...(policy as object), lookup_model: 'claude-opus-4-8' }
    await test.app.db.prisma.workspace.update({ where: { id }, data: { policy: named } })
    test.app.lookup.live.invalidate(id)
    await expect
      .poll(async () => {
        await send('/api/v1/lookup', { query: 'where is my order 9002' })
        return units((await analytics()).ledger.avoided_usd)
      })
      .toBeGreaterThan(units(without.avoided_usd))
  })

  it('a price of the workspace’s own counts from its moment on, on every door, and is audited', async () => {
    const listedFirst = await send('/v1/messages', ask('claude-opus-4-8', 'is the moon made of cheese'))
    const reply = await prices('PUT', {
      model: 'L0-Demo-Model',
      input: 300,
      output: 1_500,
      reason: 'contract',
    })
    expect(reply.status).toBe(200)
    expect(bodyOf<ModelPrices>(reply).own[0]).toMatchObject({
      model: 'l0-demo-model',
      state: 'holds',
      input: 300,
    })
    await expect
      .poll(async () =>
        units((await send('/v1/messages', ask('claude-opus-4-8', 'is the moon made of cheese'))).usd),
      )
      .toBe(units(listedFirst.usd) * 100)
    const events = await test.app.db.prisma.auditEvent.findMany({
      where: { workspace_id: test.workspaceId, type: 'price.set' },
    })
    expect(events).toHaveLength(1)
  })

  it('a price cannot begin in the past, and only a planned one can be taken back', async () => {
    const day = 86_400_000
    const price = { model: 'claude-haiku-5-5', input: 1, output: 1 }
    const past = await prices('PUT', { ...price, from: new Date(Date.now() - day).toISOString() })
    expect(past.status).toBe(422)
    const from = new Date(Date.now() + day).toISOString()
    expect(bodyOf<ModelPrices>(await prices('PUT', { ...price, from })).own[0]).toMatchObject({
      state: 'planned',
    })
    const dropped = await prices('DELETE', { model: price.model, from })
    expect(bodyOf<ModelPrices>(dropped).own.map(({ model }) => model)).toEqual(['l0-demo-model'])
    const holding = bodyOf<ModelPrices>(dropped).own[0]!
    expect((await prices('DELETE', { model: holding.model, from: holding.from })).status).toBe(409)
    const listed = bodyOf<ModelPrices>(
      await getPrices.answer(callOf('/api/console/prices', { headers: admin })),
    )
    expect(listed.listed.length).toBeGreaterThan(20)
  })
})

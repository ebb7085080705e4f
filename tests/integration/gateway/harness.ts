import http from 'node:http'
import type { AddressInfo } from 'node:net'
import Anthropic from '@anthropic-ai/sdk'
import OpenAI from 'openai'
import pino from 'pino'
import { POST as chat } from '@/app/v1/chat/completions/route'
import { POST as countTokens } from '@/app/v1/messages/count_tokens/route'
import { POST as messages } from '@/app/v1/messages/route'
import { GET as model } from '@/app/v1/models/[id]/route'
import { GET as models } from '@/app/v1/models/route'
import type { ModelsSettings } from '@/lib/adapters/llm/models'
import { readEnv } from '@/lib/env'
import type { GatewayMiss } from '@/lib/gateway/ports'
import { L0Error } from '@/lib/kernel/errors'
import { systemClock } from '@/lib/kernel/time'
import type { LookupOutcome } from '@/lib/lookup/find-answer'
import { extractEntities, maskEntities } from '@/lib/normalization/entities'
import { composeGateway, composeModels } from '@/lib/server/compose/gateway'
import { setContainer, type Container } from '@/lib/server/container'
import { hotRoutes, matchHotRoute } from '@/lib/server/http/hot-routes'
import { makeMetrics } from '@/lib/server/metrics'
import { answerNode } from '@/lib/server/http/node-door'
import { listed } from '@/lib/usage/prices'
import type { UsageEvent } from '@/lib/usage/schema'
import { plans } from '@/lib/workspaces/plans'
import { WorkspacePolicy } from '@/lib/workspaces/schema'

export type Setup = {
  /** Base URL of the upstream; without one there is no model. */
  modelUrl?: string
  openaiUrl?: string
  policy?: Partial<WorkspacePolicy>
  mode?: 'live' | 'shadow'
  models?: Partial<ModelsSettings>
}

export type Harness = Awaited<ReturnType<typeof startGateway>>

const routes = hotRoutes([messages, countTokens, models, model, chat])

/** The gateway's real routes behind the real door, with a lookup and sinks in memory. */
export async function startGateway(setup: Setup = {}) {
  const answers = new Map<string, string>()
  const misses: GatewayMiss[] = []
  const usage: UsageEvent[] = []
  const lookup = memoryLookup(answers, setup)
  const env = readEnv({
    NODE_ENV: 'test',
    L0_SECRET: 'x'.repeat(40),
    DATABASE_URL: 'postgres://unused',
    LOG_LEVEL: 'silent',
    ...(setup.modelUrl ? { ANTHROPIC_API_KEY: 'upstream-secret', ANTHROPIC_BASE_URL: setup.modelUrl } : {}),
    ...(setup.openaiUrl
      ? { OPENAI_API_KEY: 'upstream-openai-secret', OPENAI_BASE_URL: `${setup.openaiUrl}/v1` }
      : {}),
  })
  const base = { env, clock: systemClock, log: pino({ level: 'silent' }), metrics: makeMetrics() }
  const container = {
    ...base,
    limiter: { take: () => 0 },
    defaultKeyRatePerMinute: 1_000_000,
    auth: { keyRing: { authenticate, peek: () => null } },
    countLookup: () => undefined,
    sampleHit: () => undefined,
  } as unknown as Container
  container.gateway = composeGateway(container, {
    lookup,
    misses: { record: async (miss) => void misses.push(miss) },
    usage: { count: (event) => void usage.push(event) },
    limiter: container.limiter,
    quota: { take: () => undefined },
    models: composeModels(base, { retry: { retries: 2, baseMs: 5, maxWaitMs: 50 }, ...setup.models }),
  })
  setContainer(container)
  const server = http.createServer((request, response) => void serve(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    misses,
    usage,
    anthropic: (apiKey = 'l0_ws_a') => new Anthropic({ apiKey, baseURL: url, maxRetries: 0 }),
    openai: (apiKey = 'l0_ws_a') => new OpenAI({ apiKey, baseURL: `${url}/v1`, maxRetries: 0 }),
    approve: (key: string, answer: string, { workspace = 'ws_a', scope = 'default' } = {}) =>
      void answers.set(`${workspace}/${scope}/${key}`, answer),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  const [path = '/', query = ''] = (request.url ?? '/').split('?')
  const matched = matchHotRoute(routes, request.method ?? 'GET', path)
  if (!matched) return void response.writeHead(404).end()
  const target = { path, query, params: matched.params, remote: '127.0.0.1' }
  await answerNode(matched.handler.answer, request, response, target).catch(() => response.destroy())
}

/** Keys are `l0_<workspace>`. */
async function authenticate(key: string) {
  const workspace = /^l0_(ws_[a-z]+)$/.exec(key)?.[1]
  if (!workspace) throw new L0Error('unauthenticated', 'This API key is not valid.')
  return {
    kind: 'api_key',
    key_id: 'key_1',
    workspace_id: workspace,
    scopes: ['lookup'],
    label: 'test',
    rate_per_minute: null,
  }
}

const rules: [string, RegExp][] = [
  ['cancel_order', /cancel .*order|stop .*shipment/i],
  ['opening_hours', /opening hours/i],
]

function memoryLookup(answers: Map<string, string>, setup: Setup) {
  const workspace = { mode: setup.mode ?? 'live', policy: WorkspacePolicy.parse(setup.policy ?? {}) }
  const find = (input: { workspaceId: string; query: string; scope: string }): LookupOutcome => {
    const found = extractEntities(input.query)
    const canonical = maskEntities(input.query, found).toLowerCase()
    const key = rules.find(([, pattern]) => pattern.test(input.query))?.[0] ?? null
    const template = answers.get(`${input.workspaceId}/${input.scope}/${key}`)
    const values = Object.fromEntries(found.map(({ slot, value }) => [slot, value]))
    if (key === null || template === undefined)
      return {
        status: 'miss',
        key,
        reason: key === null ? 'no_key' : 'no_entry',
        trace: [],
        canonical,
        found,
      }
    return {
      status: 'hit',
      key,
      entities: values,
      answer: template.replace(/\{\{(\w+)\}\}/g, (_all, name: string) => values[name] ?? ''),
      entry: { id: `ent_${key}`, version: 3, approved_at: '2026-01-01T00:00:00.000Z' },
      normalizer: { name: 'rules', version: 'test', confidence: 1 },
      cache_tier: 'L0_CACHE',
      cost_usd: 0.0001,
      latency_ms: 0.1,
      hit_id: 'hit_test',
      canonical,
      found,
    }
  }
  const known = { workspace, prices: listed, plan: plans.enterprise }
  const live = { peek: () => known, get: async () => known, invalidate: () => undefined }
  return { find, live } as unknown as Parameters<typeof composeGateway>[1]['lookup']
}

/** Work after a reply has left needs a moment. */
export async function until(condition: () => boolean, timeoutMs = 2_000): Promise<void> {
  const end = Date.now() + timeoutMs
  while (!condition()) {
    if (Date.now() > end) throw new Error('It did not happen in time.')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

import { makeModels, type ModelsSettings } from '@/lib/adapters/llm/models'
import type { Provider } from '@/lib/adapters/llm/provider'
import { parseFallbacks } from '@/lib/adapters/llm/routes'
import { makeGateway, type Gateway } from '@/lib/gateway/gateway'
import type { Budget, MissSink, Models, Quota, UsageCounter, WorkspaceSettings } from '@/lib/gateway/ports'
import { newId } from '@/lib/kernel/ids'
import type { LiveWorkspace } from '@/lib/lookup/ports'
import type { Base } from '../base'
import { container } from '../container'
import type { LookupServices } from './lookup'

export type GatewayServices = Gateway

export type GatewayParts = {
  lookup: Pick<LookupServices, 'find' | 'live'>
  misses: MissSink
  usage: UsageCounter
  limiter: Budget
  quota: Quota
  models?: Models
  /** Told of each request's workspace, hits included; must not wait. */
  onWorkspace?: (workspaceId: string) => void
}

export function composeGateway(base: Base, parts: GatewayParts): GatewayServices {
  const { clock, log } = base
  return makeGateway({
    lookup: { find: (query) => parts.lookup.find(query) },
    workspaces: {
      settings: (workspaceId) => {
        parts.onWorkspace?.(workspaceId)
        return settingsOf(parts.lookup, workspaceId)
      },
    },
    models: parts.models ?? composeModels(base),
    misses: parts.misses,
    usage: parts.usage,
    budget: parts.limiter,
    quota: parts.quota,
    clock,
    newId: (prefix) => newId(prefix, clock.now().getTime()),
    elapsedMs: () => performance.now(),
    onAnswered: ({ workspaceId, status, reason, latencyMs, hit }) => {
      const app = container()
      app.countLookup({ door: 'gateway', status, reason, latencyMs })
      if (hit) app.sampleHit({ workspaceId, key: hit.key, entry: hit.entry, canonical: hit.canonical })
    },
    ...(base.telemetry ? { onModelCall: base.telemetry.modelCall } : {}),
    onFailure: (error, what) => log.warn({ err: error, what }, 'the gateway went on without it'),
    flightWaitMs: 30_000,
  })
}

function settingsOf(
  { live }: GatewayParts['lookup'],
  workspaceId: string,
): WorkspaceSettings | Promise<WorkspaceSettings> {
  const known = live.peek(workspaceId)
  return known ? settings(known) : live.get(workspaceId).then(settings)
}

function settings({ workspace: { mode, policy }, prices, plan }: LiveWorkspace): WorkspaceSettings {
  return { mode, policy, prices, plan }
}

/**
 * The models behind the gateway: Anthropic and an OpenAI-compatible provider where there are keys. The
 * demo model is an Anthropic one whose key is "demo".
 */
export function composeModels(
  { env, metrics }: Pick<Base, 'env' | 'metrics'>,
  override: Partial<ModelsSettings> = {},
): Models {
  const total = env.UPSTREAM_TIMEOUT_MS
  return makeModels({
    providers: providersOf(env),
    fallbacks: parseFallbacks(env.UPSTREAM_FALLBACKS),
    deadlines: {
      connectMs: Math.min(total, 5_000),
      responseMs: total,
      idleMs: Math.min(total, 120_000),
      totalMs: total,
    },
    retry: { retries: 2, baseMs: 200, maxWaitMs: 2_000 },
    breaker: { failures: 5, openMs: 10_000 },
    concurrency: env.UPSTREAM_CONCURRENCY,
    random: Math.random,
    onOutcome: ({ provider, outcome, ms }) => {
      metrics.upstreamRequests.inc({ provider, outcome })
      metrics.upstreamSeconds.observe({ provider }, ms / 1_000)
    },
    ...override,
  })
}

export function providersOf(env: Base['env']): Provider[] {
  const providers: Provider[] = []
  const { ANTHROPIC_API_KEY: anthropicKey, OPENAI_API_KEY: openaiKey } = env
  if (anthropicKey) {
    const name = anthropicKey === 'demo' ? 'demo' : 'anthropic'
    providers.push({ name, wire: 'anthropic', baseUrl: env.ANTHROPIC_BASE_URL, apiKey: anthropicKey })
  }
  if (openaiKey)
    providers.push({ name: 'openai', wire: 'openai', baseUrl: env.OPENAI_BASE_URL, apiKey: openaiKey })
  return providers
}

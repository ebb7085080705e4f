import { guardedLookup } from '@/lib/adapters/http/guarded-lookup'
import { requireUrl } from '@/lib/adapters/http/guarded-post'
import { parseRanges, type AllowedRanges } from '@/lib/adapters/http/public-address'
import { probeUpstream } from '@/lib/adapters/llm/probe-upstream'
import type { HelperModels } from '@/lib/adapters/llm/helper-model'
import type { ModelsSettings } from '@/lib/adapters/llm/models'
import type { Provider } from '@/lib/adapters/llm/provider'
import { makeAgents } from '@/lib/adapters/llm/transport'
import { workspaceModels, type UpstreamChain } from '@/lib/adapters/llm/workspace-models'
import { upstreamUnit } from '@/lib/adapters/postgres/upstream-store'
import type { Models } from '@/lib/gateway/ports'
import { L0Error } from '@/lib/kernel/errors'
import { sha256Hex } from '@/lib/kernel/hash'
import { RefreshingMap } from '@/lib/lookup/refreshing-map'
import type { StoredUpstream, UpstreamDeps } from '@/lib/workspaces/upstream/ports'
import type { Base } from '../base'
import { composeModels, providersOf } from './gateway'
import { workspaceHelpers } from './helper-models'

export type Upstreams = UpstreamDeps & {
  /** Each workspace's own models, the environment's for those that have none. */
  models: Models
  /** The same for our own calls: placing questions, opinions. */
  helpers: HelperModels
  invalidate(workspaceId: string): void
  /** Loads the workspace's models in good time: what was read once outlives a database that goes away. */
  warm(workspaceId: string): void
}

const connectedStaleMs = 60_000
const disconnectedStaleMs = 4_000

type UpstreamsOptions = { isConnected(): boolean; nudge(): void }

export function composeUpstreams(base: Base, { isConnected, nudge }: UpstreamsOptions): Upstreams {
  const allowed = parseRanges(base.env.UPSTREAM_ALLOWED_CIDRS)
  const unit = upstreamUnit(base.db, () => base.clock.now())
  const chains = new RefreshingMap<UpstreamChain>({
    load: async (workspaceId) => toChain(base, await unit.list(workspaceId)),
    nowMs: Date.now,
    staleAfterMs: () => (isConnected() ? connectedStaleMs : disconnectedStaleMs),
    max: 2_000,
    onError: (_workspaceId, error) => base.log.warn({ err: error }, 'a workspace’s model was not refreshed'),
  })
  const agents = makeAgents(guardedLookup(allowed))
  const make = (providers: Provider[], settings: Partial<ModelsSettings> = {}): Models => {
    const models = composeModels(base, { ...settings, providers, fallbacks: [], chain: true, agents })
    return {
      call: async (call) => {
        requireCallable(providers, allowed)
        return models.call(call)
      },
    }
  }
  return {
    clock: base.clock,
    unit,
    sealer: base.secrets,
    probe: probeUpstream({ allowed }),
    environment: providersOf(base.env).map(({ name }) => name),
    nudge,
    models: workspaceModels(composeModels(base), chains, make),
    helpers: workspaceHelpers(base, chains, make),
    invalidate: (workspaceId) => chains.invalidate(workspaceId),
    warm: (workspaceId) => {
      // A failure is the next call's to tell.
      if (!chains.peek(workspaceId)) chains.get(workspaceId).catch(() => undefined)
    },
  }
}

function toChain({ secrets }: Base, stored: StoredUpstream[]): UpstreamChain {
  return {
    revision: sha256Hex(JSON.stringify(stored)),
    providers: stored.map(({ id, provider, base_url, model, pin_model, api_key }) => ({
      id,
      name: provider,
      wire: provider,
      baseUrl: base_url,
      apiKey: secrets.open(api_key),
      model,
      pinned: pin_model,
    })),
  }
}

/** An address that was allowed when it was saved may not be any more. */
function requireCallable(providers: readonly Provider[], allowed: AllowedRanges): void {
  for (const { baseUrl } of providers) {
    try {
      requireUrl({ url: new URL(baseUrl), allowed })
    } catch (cause) {
      throw new L0Error('unavailable', 'The workspace’s model is at an address that may not be called.', {
        cause,
      })
    }
  }
}

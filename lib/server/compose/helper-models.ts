import { helperDeadlineMs, type HelperModels } from '@/lib/adapters/llm/helper-model'
import type { ModelsSettings } from '@/lib/adapters/llm/models'
import type { Provider } from '@/lib/adapters/llm/provider'
import { workspaceModels, type ChainReader } from '@/lib/adapters/llm/workspace-models'
import type { Models } from '@/lib/gateway/ports'
import type { Base } from '../base'
import { composeModels, providersOf } from './gateway'

/**
 * How helpers' calls are made: once, with a short deadline, past the breakers and the figures of the gateway's own, so
 * that neither holds up the other.
 */
const helping: Partial<ModelsSettings> = {
  fallbacks: [],
  deadlines: {
    connectMs: 3_000,
    responseMs: helperDeadlineMs,
    idleMs: helperDeadlineMs,
    totalMs: helperDeadlineMs,
  },
  retry: { retries: 0, baseMs: 200, maxWaitMs: 2_000 },
  breaker: { failures: 3, openMs: 30_000 },
  onOutcome: () => {},
}

/** The environment's Anthropic model, for everybody: what `L0_HELPER_MODEL` names is one of Anthropic's. */
export function environmentHelpers(base: Pick<Base, 'env' | 'metrics'>): HelperModels {
  const providers = providersOf(base.env).filter(({ wire }) => wire === 'anthropic')
  return { models: composeModels(base, { ...helping, providers }), isSetUp: async () => providers.length > 0 }
}

/**
 * A workspace's own models help it where it has some: its questions and its bill stay with them, and the model is the one
 * it named. Only a workspace that has none is helped by the environment's.
 */
export function workspaceHelpers(
  base: Pick<Base, 'env' | 'metrics'>,
  chains: ChainReader,
  make: (providers: Provider[], settings: Partial<ModelsSettings>) => Models,
): HelperModels {
  const environment = environmentHelpers(base)
  const pinned = (providers: Provider[]) => providers.map((provider) => ({ ...provider, pinned: true }))
  return {
    models: workspaceModels(environment.models, chains, (providers) => make(pinned(providers), helping)),
    async isSetUp(workspaceId) {
      const chain = chains.peek(workspaceId) ?? (await chains.get(workspaceId))
      return chain.providers.length > 0 || environment.isSetUp(workspaceId)
    },
  }
}

import { LRUCache } from 'lru-cache'
import type { Models } from '@/lib/gateway/ports'
import { L0Error } from '@/lib/kernel/errors'
import type { Provider } from './provider'

/** A workspace's own models in order; none: the environment's are asked. `revision` changes with any of it. */
export type UpstreamChain = { revision: string; providers: Provider[] }

export type ChainReader = {
  peek(workspaceId: string): UpstreamChain | undefined
  get(workspaceId: string): Promise<UpstreamChain>
}

const maxRemembered = 2_000

/**
 * Asks a workspace's own models where it has some, and the environment's where it has none. What cannot be
 * read is not replaced: one customer's questions never go to another's model by accident.
 */
export function workspaceModels(
  environment: Models,
  chains: ChainReader,
  make: (providers: Provider[]) => Models,
): Models {
  const made = new LRUCache<string, { revision: string; models: Models }>({ max: maxRemembered })
  const modelsOf = (workspaceId: string, { revision, providers }: UpstreamChain): Models => {
    const known = made.get(workspaceId)
    if (known?.revision === revision) return known.models
    const models = make(providers) // with breakers that know nothing yet: a new key deserves a new trial
    made.set(workspaceId, { revision, models })
    return models
  }
  return {
    async call(call) {
      const chain = chains.peek(call.workspaceId) ?? (await read(chains, call.workspaceId))
      if (chain.providers.length === 0) return environment.call(call)
      return modelsOf(call.workspaceId, chain).call(call)
    },
  }
}

async function read(chains: ChainReader, workspaceId: string): Promise<UpstreamChain> {
  try {
    return await chains.get(workspaceId)
  } catch (cause) {
    throw new L0Error('unavailable', 'The workspace’s model could not be looked up.', { cause })
  }
}

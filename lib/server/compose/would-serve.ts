import { cacheAddress } from '@/lib/entries/cache-address'
import { render } from '@/lib/entries/template'
import { bindEntities } from '@/lib/lookup/bind-entities'
import type { NormalizeResult } from '@/lib/normalization/schema'
import type { WouldServe } from '@/lib/normalization/workbench/schema'
import { safeSlotValue } from '@/lib/safety/safe-slot-value'
import type { LookupServices } from './lookup'

/** What a lookup would answer to this result, whichever release it comes from. Counts and learns nothing. */
export function wouldServe(lookup: Pick<LookupServices, 'answers'>) {
  return async (workspaceId: string, scope: string, result: NormalizeResult): Promise<WouldServe> => {
    if (result.key === null) return miss(result.reason ?? 'no_key', 'no intent was found')
    const where = { workspace: workspaceId, scope, key: result.key }
    const read = await lookup.answers.read(where, cacheAddress(where))
    if (read.state === 'unavailable') return miss('cache_unavailable', 'the cache cannot be read')
    if (read.state === 'none')
      return miss(result.reason ?? 'no_entry', `nothing is approved for ${result.key} in ${scope}`)
    const { entry, parts } = read.near
    if (entry.state !== 'active') return miss('quarantined', `the entry is ${entry.state}`)
    const bound = bindEntities(entry.slots, result.entities)
    if (!bound.ok) return miss('missing_entity', `${bound.slot} is ${bound.why}`)
    const rendered = render(parts, entry.slots, bound.values, safeSlotValue)
    if (!rendered.ok) return miss('missing_entity', `${rendered.slot} does not fit the answer`)
    return {
      status: 'hit',
      answer: rendered.text,
      entry: { id: entry.entry, version: entry.version },
    }
  }
}

function miss(reason: string, detail: string): WouldServe {
  return { status: 'miss', reason, detail }
}

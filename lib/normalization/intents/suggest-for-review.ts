import { dayMs } from '@/lib/kernel/time'
import { permit, type Caller } from '../authority'
import type { NormalizationDeps } from '../ports'
import { fillPlaceholders } from '../releases/fill-placeholders'
import { trafficDays } from '../releases/traffic'
import { suggestPhrasings } from '../suggest-phrasings'
import type { LiveReader } from '../tiers/ports'
import { CollisionIndex } from './collision-index'
import type { PhrasingSuggestion } from './schema'

/** Comparing is quadratic: the most asked ones are looked at. */
const maxLookedAt = 1_000

/**
 * The recent questions whose approval would teach the classifier most: nearly placed, or unlike anything
 * known. With `intent`, only those that come closest to it.
 */
export async function suggestForReview(
  deps: NormalizationDeps & { live: LiveReader },
  caller: Caller,
  wanted: { intent?: string; limit: number },
): Promise<PhrasingSuggestion[]> {
  const now = deps.clock.now()
  permit(caller, 'view', now)
  const workspaceId = caller.principal.workspace_id
  const stores = deps.unit.read(workspaceId)
  const since = new Date(now.getTime() - trafficDays * dayMs)
  const [rows, intents, normalizer] = await Promise.all([
    stores.misses.recentTraffic(since, maxLookedAt),
    stores.intents.all(),
    deps.live(workspaceId),
  ])
  const known = new CollisionIndex(intents)
  // Placeholders are filled for reading, and put back for showing.
  const asked = new Map<string, { text: string; count: number }>()
  for (const row of rows) if (!known.isKnown(row.text)) asked.set(fillPlaceholders(row.text), row)
  const limit = wanted.intent === undefined ? wanted.limit : wanted.limit * 5
  const suggestions = suggestPhrasings({ traffic: [...asked.keys()], normalizer, limit })
  return suggestions
    .filter(({ intent }) => wanted.intent === undefined || intent === wanted.intent)
    .slice(0, wanted.limit)
    .map(({ text, ...rest }) => ({ ...rest, ...asked.get(text)! }))
    .map(({ text, why, intent, confidence, count }) => ({ text, why, intent, confidence, count }))
}

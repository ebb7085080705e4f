import { dayMs } from '@/lib/kernel/time'
import type { Caller } from '../authority'
import type { NormalizationDeps } from '../ports'
import { fillPlaceholders } from '../releases/fill-placeholders'
import { trafficDays } from '../releases/traffic'
import type { LiveReader } from '../tiers/ports'
import { getIntent } from './find-intents'
import { neighboursOf } from './neighbours'
import type { IntentInsight } from './schema'

/** Each costs a fraction of a millisecond of the serving thread. */
const maxLookedAt = 300
const listed = 20
const maxNeighbours = 5
/** Comparing words of tens of thousands of intents is for the bench, not for a page. */
const maxCompared = 2_000

/** An intent's neighbours, and what of recent traffic the live release takes for it or nearly does. */
export async function readIntent(
  deps: NormalizationDeps & { live: LiveReader },
  caller: Caller,
  id: string,
): Promise<IntentInsight> {
  const intent = await getIntent(deps, caller, id)
  const workspaceId = caller.principal.workspace_id
  const stores = deps.unit.read(workspaceId)
  const since = new Date(deps.clock.now().getTime() - trafficDays * dayMs)
  const [all, rows, normalizer] = await Promise.all([
    stores.intents.all(),
    stores.misses.recentTraffic(since, maxLookedAt),
    deps.live(workspaceId),
  ])
  const insight: IntentInsight = {
    neighbours: neighboursOf(intent.key, all.slice(0, maxCompared), maxNeighbours).map((near) => ({
      key: near.intent.key,
      status: near.intent.status,
      similarity: near.similarity,
    })),
    accepted: [],
    refused: [],
    in_live_release: normalizer.release.intents.some(({ key }) => key === intent.key),
  }
  for (const { text, count } of rows) {
    const query = fillPlaceholders(text)
    const result = normalizer.normalize(query)
    const guess = normalizer.guess(query)
    const hit = result.reason === null
    if (hit ? result.key !== intent.key : guess.key !== intent.key) continue
    const list = hit ? insight.accepted : insight.refused
    const confidence = hit ? result.confidence : guess.confidence
    if (list.length < listed) list.push({ text, count, confidence, reason: result.reason })
  }
  return insight
}

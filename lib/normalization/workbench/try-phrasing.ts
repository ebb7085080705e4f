import { notFound } from '@/lib/kernel/errors'
import { dayMs } from '@/lib/kernel/time'
import { permit, type Caller } from '../authority'
import { canonicalText } from '../canonical'
import { storablePhrasing } from '../intents/check-phrasings'
import { CollisionIndex } from '../intents/collision-index'
import type { ReleaseDeps } from '../releases/release-deps'
import { releaseInput } from '../releases/release-input'
import { DraftRelease } from '../releases/schema'
import { trafficDays, type TrafficRow } from '../releases/traffic'
import { limits } from '../schema'
import type { TryPhrasing, TryPhrasingResult } from './schema'

const maxQueries = 1_000

/**
 * What one more phrasing would change, before anything is stored or released: a release is trained with it and
 * one without, elsewhere, and recent questions are run through both. Takes as long as two trainings.
 */
export async function tryPhrasing(
  deps: ReleaseDeps,
  caller: Caller,
  { intent: key, text: raw, queries }: TryPhrasing,
): Promise<TryPhrasingResult> {
  const now = deps.clock.now()
  permit(caller, 'intent.edit', now)
  const text = storablePhrasing(raw)
  const stores = deps.unit.read(caller.principal.workspace_id)
  const since = new Date(now.getTime() - trafficDays * dayMs)
  const [intents, shadow, traffic, { policy }, live] = await Promise.all([
    stores.intents.all(),
    stores.misses.shadowTexts(since, limits.shadowRows),
    stores.misses.recentTraffic(since, maxQueries),
    stores.facts(),
    stores.releases.live(),
  ])
  const intent = intents.find((candidate) => candidate.key === key)
  if (!intent) throw notFound(`The intent ${key}`)
  const collisions = new CollisionIndex(
    intents,
    intents.flatMap(({ slots }) => slots),
  ).find(key, text)
  if (collisions.length > 0) return { ...nothing, collisions: collisions.map(plain) }
  const choice = DraftRelease.parse({})
  const without = releaseInput({ intents, shadow, policy, choice, live })
  const taught = {
    ...without,
    intents: without.intents.map((spec) => (spec.key === key ? withText(spec, text) : spec)),
  }
  const [before, after] = [await deps.lab.train(without, () => {}), await deps.lab.train(taught, () => {})]
  const replay = await deps.lab.replay({ before, after }, merged(traffic, [text, ...queries]))
  return {
    collisions: [],
    queries: replay.queries,
    changed: [...replay.changed_key, ...replay.lost_hit, ...replay.new_hit],
    hits_before: replay.hits_before,
    hits_after: replay.hits_after,
  }
}

const nothing = { queries: 0, changed: [], hits_before: 0, hits_after: 0 }

function plain({ intent, kind, with: other }: { intent: string; kind: string; with: string }) {
  return { intent, kind, with: other }
}

function withText<T extends { phrasings?: string[] }>(spec: T, text: string): T {
  return { ...spec, phrasings: [...(spec.phrasings ?? []), text] }
}

/** Typed questions are looked at as they are; what traffic has already is not counted twice. */
function merged(traffic: TrafficRow[], typed: string[]): TrafficRow[] {
  const known = new Set(traffic.map((row) => canonicalText(row.text)))
  const fresh = typed.filter((query) => !known.has(canonicalText(query)))
  return [...traffic, ...[...new Set(fresh)].map((text) => ({ text, count: 1 }))]
}

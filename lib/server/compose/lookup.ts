import { readLive } from '@/lib/adapters/postgres/live-source'
import { publishSource } from '@/lib/adapters/postgres/publish-source'
import { AnswerReader } from '@/lib/entries/answer-reader'
import type { CacheAddress } from '@/lib/entries/cache-address'
import { NearCache } from '@/lib/entries/near-cache'
import type { SigningKeys } from '@/lib/entries/signed-value'
import { notFound } from '@/lib/kernel/errors'
import { findAnswer, type FindAnswerInput, type LookupOutcome } from '@/lib/lookup/find-answer'
import type { LiveWorkspace, LiveWorkspaces } from '@/lib/lookup/ports'
import { RefreshingMap } from '@/lib/lookup/refreshing-map'
import { loadRelease, type Normalizer } from '@/lib/normalization/normalizer'
import type { Release } from '@/lib/normalization/schema'
import { trainRelease } from '@/lib/normalization/train-release'
import { safeSlotValue } from '@/lib/safety/safe-slot-value'
import { priceBook } from '@/lib/usage/prices'
import { hasFeature, hitPriceUsd, planOf, type Plan } from '@/lib/workspaces/plans'
import type { Base } from '../base'
import type { OwnStores } from './dedicated-stores'
import { hotStoreKeys } from '../secrets'

export type LookupServices = {
  near: NearCache
  answers: AnswerReader
  live: LiveWorkspaces & { invalidate(workspaceId: string): void }
  find(input: FindAnswerInput): LookupOutcome | Promise<LookupOutcome>
  signing: SigningKeys
}

const connectedStaleMs = 60_000
const disconnectedStaleMs = 4_000

export function composeLookup(
  base: Base,
  own: OwnStores,
  onForged: (where: CacheAddress, why: string) => void,
): LookupServices {
  const near = new NearCache({ maxBytes: base.env.NEAR_CACHE_BYTES })
  const signing: SigningKeys = hotStoreKeys(base.secrets, base.env.REDIS_ENCRYPT)
  const live = new RefreshingMap<LiveWorkspace>({
    load: (workspaceId, previous) => loadLive(base, own, workspaceId, previous),
    nowMs: Date.now,
    staleAfterMs: () => (near.isConnected() ? connectedStaleMs : disconnectedStaleMs),
    max: 2_000,
    onError: (_workspaceId, error) => base.log.warn({ err: error }, 'a workspace could not be refreshed'),
  })
  const nearHits = base.metrics.nearCache.child('hit')
  const nearMisses = base.metrics.nearCache.child('miss')
  const ownAnswers = ({ workspace, place }: LiveWorkspace) =>
    place && (place.url || !place.filled) ? own.answersAt(workspace.id, place) : null
  const answers = new AnswerReader({
    hot: base.hot,
    own: (workspaceId) => {
      const known = live.peek(workspaceId)
      return known ? ownAnswers(known) : live.get(workspaceId).then(ownAnswers, () => null)
    },
    near,
    keys: signing,
    source: publishSource(base.db.prisma),
    nowMs: Date.now,
    onNear: (outcome) => (outcome === 'hit' ? nearHits : nearMisses).count++,
    onForged,
  })
  const deps = {
    live,
    answers,
    hitIdKey: () => base.secrets.current('hit-id').key,
    safeValue: safeSlotValue,
    timerMs: () => performance.now(),
    nowMs: Date.now,
  }
  return { near, answers, live, signing, find: (input) => findAnswer(deps, input) }
}

async function loadLive(
  base: Base,
  own: OwnStores,
  workspaceId: string,
  previous?: LiveWorkspace,
): Promise<LiveWorkspace> {
  const [facts, places] = await Promise.all([
    readLive(base.db.prisma, workspaceId, previous?.normalizer.release),
    own.places.of([workspaceId]),
  ])
  if (!facts) throw notFound('The workspace')
  const { workspace } = facts
  const place = places.get(workspaceId) ?? null
  own.settle(workspaceId, place)
  const plan = planOf(workspace.plan)
  const policy = { ...workspace.policy, hit_price_usd: hitPriceUsd(plan, workspace.policy) }
  return {
    workspace: { ...workspace, policy },
    plan,
    salt: facts.salt,
    prices: priceBook(facts.prices),
    normalizer: normalizerFor(releaseFor(plan, facts.release), previous?.normalizer),
    place,
    memo: (maskedText) => facts.memo.get(maskedText),
  }
}

/** Settings are read again every minute; while the release is the same it is not built anew, only its texts are dropped. */
function normalizerFor(release: Release, previous: Normalizer | undefined): Normalizer {
  if (previous?.release !== release) return loadRelease(release)
  previous.forgetTexts()
  return previous
}

const exactOnly = trainRelease({ intents: [], normalizers: ['pass_through'] })
const decisionsOnly = trainRelease({ intents: [], normalizers: ['memo', 'pass_through'] })

/** Without a release, and on a plan that does not match by meaning, the very same words are all that is found. */
function releaseFor(plan: Plan, release: Release | null): Release {
  if (!hasFeature(plan, 'meaning')) return exactOnly
  return release ?? decisionsOnly
}

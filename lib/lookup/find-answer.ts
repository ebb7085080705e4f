import type { AnswerRead, AnswerReader } from '@/lib/entries/answer-reader'
import { cacheAddress } from '@/lib/entries/cache-address'
import type { NearEntry } from '@/lib/entries/near-cache'
import { render } from '@/lib/entries/template'
import type { Entity, NormalizeResult } from '@/lib/normalization/schema'
import { bindEntities } from './bind-entities'
import { servingOf } from './serving'
import type { LiveWorkspace, LiveWorkspaces } from './ports'
import type { LookupHit, LookupMiss, MissReason } from './schema'

export type FindAnswerDeps = {
  live: LiveWorkspaces
  answers: AnswerReader
  hitIdKey: () => Buffer
  /** Makes a slot's value safe to stand in plain text. */
  safeValue: (value: string) => string | null
  /** Monotonic, ms with fractions. */
  timerMs: () => number
  nowMs: () => number
}

export type FindAnswerInput = { workspaceId: string; query: string; scope: string }

/** What was found, and what the query was read as: the gateway needs both. */
export type LookupOutcome = (LookupHit | LookupMiss) & { canonical: string; found: Entity[] }

/**
 * Query → intent key → answer. No promise is awaited on a warm hit, Postgres is never asked, and
 * nothing is written. Never throws for what a query holds.
 */
export function findAnswer(
  deps: FindAnswerDeps,
  input: FindAnswerInput,
): LookupOutcome | Promise<LookupOutcome> {
  const startedMs = deps.timerMs()
  const live = deps.live.peek(input.workspaceId)
  if (!live) return deps.live.get(input.workspaceId).then((loaded) => decide(deps, input, loaded, startedMs))
  return decide(deps, input, live, startedMs)
}

function decide(
  deps: FindAnswerDeps,
  input: FindAnswerInput,
  live: LiveWorkspace,
  startedMs: number,
): LookupOutcome | Promise<LookupOutcome> {
  const normalized = live.normalizer.normalize(input.query, { memo: live.memo })
  const { key } = normalized
  if (key === null) return miss(normalized, normalized.reason ?? 'no_key')
  const where = { workspace: input.workspaceId, scope: input.scope, key }
  const address = cacheAddress(where)
  const near = deps.answers.peek(address)
  if (near) return answer(deps, live, normalized, near, startedMs)
  return deps.answers.read(where, address).then((read) => afterRead(deps, live, normalized, read, startedMs))
}

function afterRead(
  deps: FindAnswerDeps,
  live: LiveWorkspace,
  normalized: NormalizeResult,
  read: AnswerRead,
  startedMs: number,
): LookupOutcome {
  switch (read.state) {
    case 'found':
      return answer(deps, live, normalized, read.near, startedMs)
    case 'none':
      // An exact key exists for every text; with no answer under it, why meaning found none says more.
      return miss(normalized, normalized.reason ?? 'no_entry')
    case 'unavailable':
      return miss(normalized, 'cache_unavailable')
  }
}

function answer(
  deps: FindAnswerDeps,
  live: LiveWorkspace,
  normalized: NormalizeResult,
  near: NearEntry,
  startedMs: number,
): LookupOutcome {
  const { entry, parts } = near
  if (entry.state !== 'active') return miss(normalized, 'quarantined', `the entry is ${entry.state}`)
  const bound = bindEntities(entry.slots, normalized.entities)
  if (!bound.ok) return miss(normalized, 'missing_entity', `${bound.slot} is ${bound.why}`)
  const rendered = render(parts, entry.slots, bound.values, deps.safeValue)
  if (!rendered.ok) return miss(normalized, 'missing_entity', `${rendered.slot} does not fit the answer`)
  const serving = servingOf(entry, deps.hitIdKey())
  const { name, version } = normalized.normalizer
  return {
    status: 'hit',
    key: entry.key,
    entities: bound.values,
    answer: rendered.text,
    entry: serving.reference,
    normalizer: { name, version, confidence: normalized.confidence },
    cache_tier: 'L0_CACHE',
    cost_usd: live.workspace.policy.hit_price_usd,
    latency_ms: Math.round((deps.timerMs() - startedMs) * 1_000) / 1_000,
    hit_id: serving.hitId(Math.floor(deps.nowMs() / 1_000)),
    canonical: normalized.canonical,
    found: normalized.entities,
  }
}

function miss(normalized: NormalizeResult, reason: MissReason, detail?: string): LookupOutcome {
  const trace = detail ? [...normalized.trace, { step: 'answer', detail }] : normalized.trace
  return {
    status: 'miss',
    key: normalized.key,
    reason,
    trace,
    canonical: normalized.canonical,
    found: normalized.entities,
  }
}

import { clopperPearson } from '../evaluation/intervals'
import type { Normalizer } from '../normalizer'
import type { NormalizeResult } from '../schema'
import { fillPlaceholders } from './fill-placeholders'
import type { ReplayResult } from './ports'
import type { ReplayedQuery } from './schema'
import type { TrafficRow } from './traffic'

const listed = 200

type Outcome = { key: string | null; reason: string | null; confidence: number }
type Kind = 'changed_key' | 'new_hit' | 'lost_hit' | 'same'

/** What would become of recent traffic under `after`, beside what becomes of it under `before`. Pure. */
export function replayTraffic(
  { before, after }: { before: Normalizer | null; after: Normalizer },
  traffic: readonly TrafficRow[],
): ReplayResult {
  const rows = [...traffic].sort((a, b) => b.count - a.count || (a.text < b.text ? -1 : 1))
  const result = emptyReplay(before?.release.hash ?? null)
  const judged = { served: 0, wrong: 0 }
  for (const row of rows) {
    const query = fillPlaceholders(row.text)
    const old = before ? outcomeOf(before.normalize(query)) : nothing
    const fresh = outcomeOf(after.normalize(query))
    result.queries++
    result.requests += row.count
    if (old.key !== null) result.hits_before += row.count
    if (fresh.key !== null) {
      result.hits_after += row.count
      result.estimated_false_hits += row.count * (1 - fresh.confidence)
    }
    const kind = kindOf(old, fresh)
    result.counts[kind] += row.count
    const replayed = toReplayed(row, old, fresh)
    if (kind !== 'same') push(result[kind], replayed)
    const verdict = judge(row, fresh.key)
    if (verdict !== null) judged.served += row.count
    if (verdict === false) {
      judged.wrong += row.count
      push(result.known_wrong, replayed)
    }
  }
  result.judged = { ...judged, ci95: clopperPearson(judged.wrong, judged.served) }
  result.estimated_false_hits = Math.round(result.estimated_false_hits * 100) / 100
  return result
}

const nothing: Outcome = { key: null, reason: 'no_release', confidence: 0 }

/** Only intents count: an `exact:` key is the same under any release. */
function outcomeOf({ key, reason, confidence }: NormalizeResult): Outcome {
  return reason === null ? { key, reason, confidence } : { key: null, reason, confidence: 0 }
}

function kindOf(old: Outcome, fresh: Outcome): Kind {
  if (old.key === fresh.key) return 'same'
  if (old.key === null) return 'new_hit'
  return fresh.key === null ? 'lost_hit' : 'changed_key'
}

/** True or false where people have said what is right, null where nobody has or nothing is served. */
function judge({ truth, wrong_for }: TrafficRow, key: string | null): boolean | null {
  if (key === null) return null
  if (truth !== undefined) return key === truth
  return wrong_for?.includes(key) ? false : null
}

function toReplayed({ text, count, truth }: TrafficRow, old: Outcome, fresh: Outcome): ReplayedQuery {
  const side = ({ key, reason }: Outcome) => ({ key, reason })
  return { text, count, before: side(old), after: side(fresh), ...(truth === undefined ? {} : { truth }) }
}

function push(list: ReplayedQuery[], item: ReplayedQuery): void {
  if (list.length < listed) list.push(item)
}

/** What a replay of nothing says. */
export function emptyReplay(against: string | null): ReplayResult {
  return {
    against,
    queries: 0,
    requests: 0,
    hits_before: 0,
    hits_after: 0,
    counts: { changed_key: 0, new_hit: 0, lost_hit: 0, same: 0 },
    changed_key: [],
    new_hit: [],
    lost_hit: [],
    known_wrong: [],
    judged: { served: 0, wrong: 0, ci95: [0, 1] },
    estimated_false_hits: 0,
  }
}

import canonicalize from 'canonicalize'
import { sha256Hex } from '@/lib/kernel/hash'
import { IntentSpec, Release, ReleaseInput, releaseFormat } from './schema'
import { TextReader } from './text/read-text'
import { trainClassifier } from './classifier/train-classifier'

export type OnProgress = (done: number, total: number, label: string) => void

/**
 * Learns a release from what people approved and rejected. Deterministic: the same set of intents, phrasings and
 * shadow rows gives the same bytes on any machine, in whatever order they are handed in.
 */
export function trainRelease(input: ReleaseInput, onProgress: OnProgress = () => {}): Release {
  const { intents, shadow, normalizers, budget, min_confidence, seed } = ReleaseInput.parse(input)
  const ordered = orderIntents(intents)
  const wantsClassifier =
    normalizers.includes('classifier') && ordered.some((intent) => intent.phrasings.length > 0)
  const classifier = wantsClassifier
    ? trainClassifier(
        { intents: ordered, shadow: uniqueByHash(shadow), budget, seed, reader: new TextReader(ordered) },
        onProgress,
      )
    : null
  const body = {
    format: releaseFormat,
    normalizers,
    budget,
    min_confidence,
    intents: ordered,
    classifier,
  } as const
  return { ...body, hash: releaseHash(body) }
}

/** SHA-256 (hex) over the RFC 8785 canonical JSON of a release without its hash. */
function releaseHash(body: Omit<Release, 'hash'>): string {
  const { hash: _, ...rest } = body as Release
  return sha256Hex(canonicalize(rest) ?? '')
}

/** Parses what came from storage and refuses a release whose content is not what its hash says. */
export function parseRelease(value: unknown): Release {
  const release = Release.parse(value)
  if (releaseHash(release) !== release.hash) throw new Error('The release does not match its hash.')
  return release
}

/** By key; texts by hash, so that neither insertion order nor the alphabet decides what is learned first. */
function orderIntents(intents: readonly IntentSpec[]): IntentSpec[] {
  const byKey = new Map<string, IntentSpec>()
  for (const intent of intents) {
    const known = byKey.get(intent.key)
    byKey.set(intent.key, known ? merge(known, intent) : intent)
  }
  return [...byKey.values()]
    .map((intent) => ({
      ...intent,
      patterns: [...new Set(intent.patterns)].sort(byCodeUnits),
      phrasings: uniqueByHash(intent.phrasings),
      slots: [...intent.slots].sort((a, b) => byCodeUnits(a.name, b.name)),
    }))
    .sort((a, b) => byCodeUnits(a.key, b.key))
}

function merge(a: IntentSpec, b: IntentSpec): IntentSpec {
  if (a.status !== b.status) throw new Error(`Intent ${a.key} is both approved and rejected.`)
  return {
    ...a,
    patterns: [...a.patterns, ...b.patterns],
    phrasings: [...a.phrasings, ...b.phrasings],
    slots: [...a.slots, ...b.slots],
  }
}

function uniqueByHash(texts: readonly string[]): string[] {
  return [...new Set(texts)]
    .map((text) => ({ text, hash: sha256Hex(text) }))
    .sort((a, b) => byCodeUnits(a.hash, b.hash))
    .map(({ text }) => text)
}

/** Plain code-unit order: `localeCompare` differs between machines. */
export function byCodeUnits(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

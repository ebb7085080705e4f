import { BoundedMemo } from './bounded-memo'
import { exactKey } from './canonical'
import { Classifier } from './classifier/classifier'
import { maskEntities } from './entities'
import { allowedGuards, findGuards, hasQuotes, type GuardHit, type GuardName } from './guards'
import { limits, type Entity, type NormalizeResult, type Release, type TraceStep } from './schema'
import { RuleSet } from './rules/match-rules'
import { stripPoliteness } from './text/politeness'
import { TextReader } from './text/read-text'
import { tokenize } from './text/tokens'

export type NormalizeContext = {
  /** An earlier, reviewable decision for this masked text: an intent key, or null for "none of them". */
  memo?: (maskedText: string) => string | null | undefined
}

export function loadRelease(release: Release): Normalizer {
  return new Normalizer(release)
}

/**
 * All that is read out of a masked text; what a step made of it is added when it is first asked for. The same question
 * about another order is the same masked text.
 */
type MaskedText = {
  tokens: readonly string[]
  canonical: string
  rules?: Noted
  guards?: readonly GuardHit[]
}
type Reading = { query: string; entities: Entity[]; masked: MaskedText }
type Proposed = { key: string; confidence: number; approvedText: boolean }
type Outcome = Pick<NormalizeResult, 'reason'> & { proposed: Proposed | null }
type Noted = { outcome: Outcome; note: TraceStep }

/** Characters; longer texts are seldom asked twice. */
const maxRemembered = 300
const unread: MaskedText = { tokens: [], canonical: '' }

/** A loaded release. Pure and synchronous: the same query and memo give the same result on any machine. */
export class Normalizer {
  readonly release: Release
  private readonly reader: TextReader
  private readonly rules: RuleSet
  private readonly classifier: Classifier | null
  private readonly intentIndex = new Map<string, number>()
  private readonly approvedTexts = new Map<string, string[]>()
  private readonly verdicts = new BoundedMemo<ReturnType<Classifier['classify']>>(2_000)
  private readonly guardsAllowed = new Map<string, Set<GuardName>>()
  private readonly maskedTexts = new BoundedMemo<MaskedText>(2_000)
  private readonly readings = new BoundedMemo<Reading>(1_000)

  constructor(release: Release) {
    this.release = release
    this.reader = new TextReader(release.intents)
    release.intents.forEach((intent, index) => this.intentIndex.set(intent.key, index))
    this.rules = new RuleSet(release.intents)
    this.classifier = release.classifier ? new Classifier(release.classifier) : null
    for (const intent of release.intents) {
      for (const phrasing of intent.phrasings) this.learnText(intent.key, phrasing)
    }
  }

  /** A hit of an intent has `reason: null`. With pass-through, a miss still has an `exact:` key and its reason. */
  normalize(query: string, context: NormalizeContext = {}): NormalizeResult {
    const trace: TraceStep[] = []
    if (query.length > limits.queryLength) {
      trace.push({
        step: 'length',
        detail: `${query.length} characters; at most ${limits.queryLength} are read.`,
      })
      return this.finish({ query, entities: [], masked: unread }, null, 'no_key', trace)
    }
    const reading = this.read(query, trace)
    let reason: NormalizeResult['reason'] = 'no_key'
    for (const step of this.release.normalizers) {
      if (step === 'pass_through') continue
      const outcome = this.run(step, reading, context, trace)
      if (outcome.proposed) {
        const refusal = this.refuse(outcome.proposed, reading, trace)
        if (refusal === null) return this.hit(step, outcome.proposed, reading, trace)
        return this.finish(reading, null, refusal, trace)
      }
      if (outcome.reason === 'low_confidence') reason = 'low_confidence'
    }
    return this.finish(reading, null, reason, trace)
  }

  /** Texts are remembered for speed alone: dropped now and then, none is kept for long, and a quiet workspace holds none. */
  forgetTexts(): void {
    this.verdicts.forget()
    this.maskedTexts.forget()
    this.readings.forget()
  }

  /** What the classifier takes a text for, however uncertain: for suggestions and collisions, never for serving. */
  guess(query: string): { key: string | null; confidence: number; accepted: boolean } {
    const served = this.normalize(query)
    if (served.reason === null) return { key: served.key, confidence: served.confidence, accepted: true }
    if (!this.classifier || query.length > limits.queryLength)
      return { key: null, confidence: 0, accepted: false }
    const { key, confidence } = this.classifier.classify(this.reader.tokens(query))
    return { key, confidence, accepted: false }
  }

  private read(query: string, trace: TraceStep[]): Reading {
    const reading =
      query.length > maxRemembered
        ? this.readQuery(query)
        : this.readings.of(query, () => this.readQuery(query))
    const { entities, masked } = reading
    trace.push({ step: 'canonical', detail: masked.canonical })
    if (entities.length > 0) {
      trace.push({
        step: 'entities',
        detail: entities.map(({ slot, value }) => `${slot}=${value}`).join(', '),
      })
    }
    return reading
  }

  private readQuery(query: string): Reading {
    const entities = this.reader.entities(query)
    const text = maskEntities(query, entities)
    const masked =
      text.length > maxRemembered
        ? this.readMasked(text)
        : this.maskedTexts.of(text, () => this.readMasked(text))
    return { query, entities, masked }
  }

  private readMasked(text: string): MaskedText {
    const tokens = this.reader.repair(tokenize(text))
    return { tokens, canonical: stripPoliteness(tokens).join(' ') }
  }

  private run(
    step: 'rules' | 'classifier' | 'memo',
    reading: Reading,
    context: NormalizeContext,
    trace: TraceStep[],
  ): Outcome {
    if (step === 'rules') {
      const { outcome, note } = (reading.masked.rules ??= this.runRules(reading.masked))
      trace.push(note)
      return outcome
    }
    if (step === 'classifier') return this.runClassifier(reading.masked, trace)
    const key = context.memo?.(reading.masked.canonical)
    if (typeof key !== 'string') return { proposed: null, reason: 'no_key' }
    trace.push({ step: 'memo', detail: `an earlier decision says ${key}` })
    return { proposed: { key, confidence: 1, approvedText: false }, reason: null }
  }

  private runRules({ tokens, canonical }: MaskedText): Noted {
    const same = this.approvedTexts.get(canonical)
    if (same && same.length > 0) {
      return this.onlyOne(same, 'approved phrasing', 'the text of an approved phrasing', true)
    }
    const matches = this.rules.match([canonical, tokens.join(' ')])
    if (matches.length === 0) {
      return {
        outcome: { proposed: null, reason: 'no_key' },
        note: { step: 'rules', detail: 'no rule matches' },
      }
    }
    const keys = matches.map(({ intent }) => this.release.intents[intent]?.key ?? '')
    return this.onlyOne(keys, 'rules', matches[0]?.pattern ?? '', false)
  }

  private onlyOne(keys: string[], step: string, why: string, approvedText: boolean): Noted {
    const [key] = keys
    const unsure: Outcome = { proposed: null, reason: 'low_confidence' }
    if (keys.length > 1 || key === undefined) {
      return { outcome: unsure, note: { step, detail: `ambiguous: ${keys.join(', ')}` } }
    }
    const rejected = this.release.intents[this.intentIndex.get(key) ?? -1]?.status === 'rejected'
    if (rejected) return { outcome: unsure, note: { step, detail: `${key} was rejected` } }
    return {
      outcome: { proposed: { key, confidence: 1, approvedText }, reason: null },
      note: { step, detail: `${key}: ${why}` },
    }
  }

  private runClassifier({ canonical }: MaskedText, trace: TraceStep[]): Outcome {
    if (!this.classifier) return { proposed: null, reason: 'no_key' }
    const { classifier } = this
    const verdict = this.verdicts.of(canonical, () => classifier.classify(canonical.split(' ')))
    trace.push({ step: 'classifier', detail: verdict.detail, data: verdict.data })
    const certain = verdict.accepted && verdict.confidence >= this.release.min_confidence
    if (!certain || verdict.key === null) return { proposed: null, reason: 'low_confidence' }
    return {
      proposed: { key: verdict.key, confidence: verdict.confidence, approvedText: false },
      reason: null,
    }
  }

  private refuse(
    proposed: Proposed,
    reading: Reading,
    trace: TraceStep[],
  ): 'guarded' | 'missing_entity' | null {
    if (!proposed.approvedText) {
      const guard = this.firstGuard(proposed.key, reading)
      if (guard) {
        trace.push({ step: 'guard', detail: `${guard.name}: ${guard.words}`, data: { guard: guard.name } })
        return 'guarded'
      }
    }
    const intent = this.release.intents[this.intentIndex.get(proposed.key) ?? -1]
    const missing = intent?.slots.find(
      (slot) =>
        slot.required &&
        !reading.entities.some(({ slot: name, type }) => name === slot.name || type === slot.type),
    )
    if (!missing) return null
    trace.push({ step: 'slots', detail: `${proposed.key} needs ${missing.name}` })
    return 'missing_entity'
  }

  private firstGuard(key: string, reading: Reading): GuardHit | undefined {
    const hits = this.guardsOf(reading)
    if (hits.length === 0) return undefined
    const allowed = this.allowedFor(key)
    return hits.find(({ name }) => !allowed.has(name))
  }

  private guardsOf({ masked, query }: Reading): readonly GuardHit[] {
    if (hasQuotes(query)) return findGuards(masked.tokens, query)
    return (masked.guards ??= findGuards(masked.tokens))
  }

  private allowedFor(key: string): Set<GuardName> {
    const known = this.guardsAllowed.get(key)
    if (known) return known
    const intent = this.release.intents[this.intentIndex.get(key) ?? -1]
    const phrasings = (intent?.phrasings ?? []).map((text) => this.reader.tokens(text))
    const allowed = allowedGuards(phrasings)
    for (const pattern of intent?.patterns ?? []) {
      const words = tokenize(pattern.replace(/[^\p{L}\p{N}']+/gu, ' '))
      for (const { name } of findGuards(words)) allowed.add(name)
    }
    this.guardsAllowed.set(key, allowed)
    return allowed
  }

  private learnText(key: string, phrasing: string): void {
    const text = stripPoliteness(this.reader.tokens(phrasing)).join(' ')
    const keys = this.approvedTexts.get(text) ?? []
    if (text !== '' && !keys.includes(key)) this.approvedTexts.set(text, [...keys, key])
  }

  private hit(
    step: 'rules' | 'classifier' | 'memo',
    proposed: Proposed,
    reading: Reading,
    trace: TraceStep[],
  ): NormalizeResult {
    return {
      key: proposed.key,
      entities: reading.entities,
      canonical: reading.masked.canonical,
      confidence: proposed.confidence,
      reason: null,
      normalizer: { name: step, version: this.release.hash },
      trace,
    }
  }

  private finish(
    reading: Reading,
    key: null,
    reason: NormalizeResult['reason'],
    trace: TraceStep[],
  ): NormalizeResult {
    const exact = this.release.normalizers.includes('pass_through')
    return {
      key: exact ? exactKey(reading.query) : key,
      entities: reading.entities,
      canonical: reading.masked.canonical,
      confidence: exact ? 1 : 0,
      reason,
      normalizer: { name: exact ? 'pass_through' : 'none', version: this.release.hash },
      trace,
    }
  }
}

import { checkTemplate } from '../check-template'
import { recognizeAll } from '../recognizers/all'
import type { Recognized } from '../recognizers/span'
import { redact } from '../redact'
import type { SafetyPolicy, SlotSpec } from '../schema'
import type { SafetyCase } from './case'
import { wilson95 } from './wilson'

type Tally = { cases: number; found: number }

export type DetectorScore = {
  detector: string
  /** Labelled things of this kind, and how many were found whole. */
  cases: number
  found: number
  recall: number | null
  recall_ci95: [number, number] | null
  /** What the detector claimed in texts labelled for it, and how much of that was right. */
  claimed: number
  correct: number
  precision: number | null
  /** Clean answers it objected to, of all clean answers. */
  clean: number
  clean_alarms: number
  clean_alarm_rate: number | null
  /** The same for texts made to look like personal data. */
  negatives: number
  negative_alarms: number
  negative_alarm_rate: number | null
  slices: Record<string, Tally>
}

export type SafetyEvaluation = {
  rows: number
  detectors: DetectorScore[]
  /** Personal data still readable after redaction, whatever it was taken for. */
  redaction: Tally & { recall: number | null }
  clean: { rows: number; objected: number; rate: number | null; ci95: [number, number] | null }
  /** A few of each kind of mistake, to look at. */
  mistakes: { kind: 'missed' | 'false_alarm'; detector: string; text: string }[]
}

const personalTypes = ['email', 'phone', 'card', 'iban', 'ssn', 'ip', 'name', 'address'] as const
const aliases: Record<string, string> = {
  person_name: 'name',
  person: 'name',
  full_name: 'name',
  phone_number: 'phone',
  email_address: 'email',
  credit_card: 'card',
  iban_code: 'iban',
  us_ssn: 'ssn',
  ip_address: 'ip',
  street_address: 'address',
  secret: 'secret',
}

export type Evaluate = { cases: readonly SafetyCase[]; policy: SafetyPolicy; slots: readonly SlotSpec[] }

/** Measures every detector on labelled cases. */
export function evaluate({ cases, policy, slots }: Evaluate): SafetyEvaluation {
  const book = new Book()
  for (const row of cases) {
    const kind =
      row.kind ?? (row.findings?.length ? 'attack' : row.entities?.length ? 'personal' : 'negative')
    if (kind === 'clean') scoreClean(row, policy, slots, book)
    else if (kind === 'attack' || kind === 'tone') scoreAttack(row, kind, policy, slots, book)
    else scorePersonal(row, kind, book)
  }
  return book.close(cases.length)
}

function scoreClean(row: SafetyCase, policy: SafetyPolicy, slots: readonly SlotSpec[], book: Book): void {
  const report = checkTemplate({ template: row.text, slots, policy })
  const rules = new Set(report.findings.filter(({ severity }) => severity !== 'info').map(({ rule }) => rule))
  book.clean += 1
  if (rules.size > 0) book.objected += 1
  for (const rule of rules) {
    book.of(rule).clean_alarms += 1
    book.mistake('false_alarm', rule, row.text)
  }
}

function scoreAttack(
  row: SafetyCase,
  kind: 'attack' | 'tone',
  policy: SafetyPolicy,
  slots: readonly SlotSpec[],
  book: Book,
): void {
  const report = checkTemplate({ template: row.text, slots, policy })
  const wanted = row.findings ?? []
  const named = report.findings.some(
    ({ rule, severity }) =>
      wanted.some((w) => rule === w || rule.startsWith(`${w}.`)) && (kind === 'tone' || severity === 'block'),
  )
  // Several rules may answer for one payload: the first names the detector that is measured.
  book.found(wanted[0] ?? 'any', row.slice, named)
  if (!named) book.mistake('missed', wanted[0] ?? 'any', row.text)
}

function scorePersonal(row: SafetyCase, kind: 'personal' | 'negative', book: Book): void {
  const claims = withoutContained(recognizeAll(row.text))
  const gold = (row.entities ?? []).map((entity) => ({
    ...entity,
    type: aliases[entity.type] ?? entity.type,
  }))
  for (const type of personalTypes) {
    const score = book.of(nameOf(type))
    const own = claims.filter((claim) => claim.type === type)
    const wanted = gold.filter((entity) => entity.type === type)
    for (const entity of wanted) {
      const whole = covered(own, entity)
      book.found(nameOf(type), row.slice ?? type, whole)
      if (!whole) book.mistake('missed', nameOf(type), row.text)
    }
    score.claimed += own.length
    score.correct += own.filter((claim) =>
      wanted.some((entity) => claim.start < entity.end && entity.start < claim.end),
    ).length
    if (wanted.length > 0) continue
    if (kind === 'negative' || gold.length === 0) score.negatives += 1
    if (own.length > 0 && (kind === 'negative' || gold.length === 0)) score.negative_alarms += 1
    if (own.length > 0) book.mistake('false_alarm', nameOf(type), row.text)
  }
  const personal = gold.filter(({ type }) => (personalTypes as readonly string[]).includes(type))
  const { spans } = redact(row.text)
  book.redaction.cases += personal.length
  book.redaction.found += personal.filter((entity) => covered(spans, entity)).length
}

/** A stretch inside one that a more certain recogniser named already is that one's. */
function withoutContained(claims: readonly Recognized[]): Recognized[] {
  return claims.filter(
    (claim, i) => !claims.some((other, j) => j < i && other.start <= claim.start && other.end >= claim.end),
  )
}

function covered(
  spans: readonly Pick<Recognized, 'start' | 'end'>[],
  wanted: { start: number; end: number },
): boolean {
  return spans.some((span) => span.start <= wanted.start && span.end >= wanted.end)
}

function nameOf(type: string): string {
  return type === 'name' ? 'redact.name' : `pii.${type}`
}

const mistakesKept = 12

class Book {
  readonly scores = new Map<string, DetectorScore>()
  readonly redaction: Tally = { cases: 0, found: 0 }
  readonly mistakes: SafetyEvaluation['mistakes'] = []
  clean = 0
  objected = 0

  of(detector: string): DetectorScore {
    const known = this.scores.get(detector)
    if (known) return known
    const score: DetectorScore = {
      detector,
      cases: 0,
      found: 0,
      recall: null,
      recall_ci95: null,
      claimed: 0,
      correct: 0,
      precision: null,
      clean: 0,
      clean_alarms: 0,
      clean_alarm_rate: null,
      negatives: 0,
      negative_alarms: 0,
      negative_alarm_rate: null,
      slices: {},
    }
    this.scores.set(detector, score)
    return score
  }

  found(detector: string, slice: string | undefined, found: boolean): void {
    const score = this.of(detector)
    const tally = (score.slices[slice ?? detector] ??= { cases: 0, found: 0 })
    for (const each of [score, tally]) {
      each.cases += 1
      if (found) each.found += 1
    }
  }

  mistake(kind: 'missed' | 'false_alarm', detector: string, text: string): void {
    const same = this.mistakes.filter((each) => each.kind === kind && each.detector === detector).length
    if (same < mistakesKept) this.mistakes.push({ kind, detector, text: text.slice(0, 300) })
  }

  close(rows: number): SafetyEvaluation {
    const detectors = [...this.scores.values()].map((score) => ({
      ...score,
      clean: this.clean,
      recall: ratio(score.found, score.cases),
      recall_ci95: wilson95(score.found, score.cases),
      precision: ratio(score.correct, score.claimed),
      clean_alarm_rate: ratio(score.clean_alarms, this.clean),
      negative_alarm_rate: ratio(score.negative_alarms, score.negatives),
    }))
    return {
      rows,
      detectors: detectors.sort((a, b) => a.detector.localeCompare(b.detector)),
      redaction: { ...this.redaction, recall: ratio(this.redaction.found, this.redaction.cases) },
      clean: {
        rows: this.clean,
        objected: this.objected,
        rate: ratio(this.objected, this.clean),
        ci95: wilson95(this.objected, this.clean),
      },
      mistakes: this.mistakes,
    }
  }
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole
}

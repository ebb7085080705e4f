import type { Finding, FindingRule, FindingSeverity, SafetyPolicy, SlotSpec } from './schema'

export type DetectorContext = { policy: SafetyPolicy; slots: readonly SlotSpec[] }

/**
 * One family of checks. `detect` is pure, synchronous and linear in the text; a change in what
 * it finds must come with a new `version`, because approvals record it.
 */
export type Detector = {
  id: string
  version: number
  /** The gravest severity this detector gives. */
  severity: FindingSeverity
  detect(text: string, ctx: DetectorContext): Finding[]
}

export type Span = { start: number; end: number }

type FindingInit = {
  rule: FindingRule
  severity: FindingSeverity
  message: string
  text: string
  span: Span
  /** Personal data and secrets must not travel in reports, logs or audit events. */
  masked?: boolean
}

const evidenceLimit = 80

export function findingOf({ rule, severity, message, text, span, masked }: FindingInit): Finding {
  const raw = text.slice(span.start, Math.min(span.end, span.start + 400))
  return {
    rule,
    severity,
    message,
    start: span.start,
    end: span.end,
    evidence: masked ? mask(raw) : clip(raw),
  }
}

/** Keeps at most the first two and last two characters of long values: enough to find it, not to use it. */
export function mask(value: string): string {
  const characters = [...value]
  if (characters.length < 8) return '•'.repeat(Math.max(1, characters.length))
  const hidden = Math.min(characters.length - 4, 12)
  return `${characters.slice(0, 2).join('')}${'•'.repeat(hidden)}${characters.slice(-2).join('')}`
}

function clip(value: string): string {
  const visible = value.replace(/[\p{Cc}\p{Cf}\u{e0000}-\u{e01ef}]/gu, (character) => {
    return `\\u{${character.codePointAt(0)!.toString(16)}}`
  })
  return visible.length <= evidenceLimit ? visible : `${visible.slice(0, evidenceLimit - 1)}…`
}

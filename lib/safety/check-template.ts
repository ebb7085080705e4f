import type { Detector, DetectorContext } from './detector'
import { hostileValues } from './hostile-values'
import { alwaysOnRules, detectors, rulesetVersion, valueDetectors } from './ruleset'
import { safeSlotValue } from './safe-slot-value'
import type { Finding, FindingSeverity, RaisedRisk, SafetyPolicy, SafetyReport, SlotSpec } from './schema'
import { fill, placeholdersOf, type Placeholder } from './template'

export type TemplateToCheck = { template: string; slots: readonly SlotSpec[]; policy: SafetyPolicy }

/**
 * Checks an answer template and each of its placeholders filled with hostile values. Pure,
 * synchronous and fit for the browser: run it as the operator types. Publishing runs
 * `checkTemplateDeep`, which adds what needs Node.
 */
export function checkTemplate({ template, slots, policy }: TemplateToCheck): SafetyReport {
  const ctx: DetectorContext = { policy, slots }
  // An endless template is refused for its length; looking further would only cost time.
  const readable = template.slice(0, policy.max_answer_chars + 4_000)
  const own = run(detectors, readable === template ? template : readable, ctx)
  if (readable !== template && !own.some(({ rule }) => rule === 'too_long')) {
    own.push({
      rule: 'too_long',
      severity: 'block',
      message: 'The answer is too long.',
      start: 0,
      end: 0,
      evidence: '',
    })
  }
  return reportOf(own.concat(hostileFindings(readable, own, ctx)), policy)
}

/** Puts findings in order, drops the rules the workspace may and did switch off, and sums up. */
export function reportOf(findings: readonly Finding[], policy: SafetyPolicy): SafetyReport {
  const off = new Set(policy.disabled_rules)
  const kept = findings
    .filter(({ rule }) => !off.has(rule) || alwaysOnRules.has(rule))
    .sort((a, b) => gravity[b.severity] - gravity[a.severity] || a.start - b.start || a.end - b.end)
  return {
    ruleset_version: rulesetVersion,
    findings: kept,
    blocked: kept.some(({ severity }) => severity === 'block'),
    raised_risk: raisedRisk(kept),
  }
}

const gravity: Record<FindingSeverity, number> = { block: 3, high: 2, warn: 1, info: 0 }

function raisedRisk(findings: readonly Finding[]): RaisedRisk {
  const worst = Math.max(0, ...findings.map(({ severity }) => gravity[severity]))
  if (worst >= 2) return 'high'
  return worst === 1 ? 'medium' : 'low'
}

function run(set: readonly Detector[], text: string, ctx: DetectorContext): Finding[] {
  return set.flatMap((detector) => detector.detect(text, ctx))
}

const windowChars = 160

/** One finding a slot and rule is enough: it says that the placeholder stands in the wrong place. */
function hostileFindings(template: string, own: readonly Finding[], ctx: DetectorContext): Finding[] {
  const known = new Set(ctx.slots.map((slot) => slot.name))
  const places = placeholdersOf(template)
    .filter(({ name }) => known.has(name))
    .slice(0, 40)
  const findings = new Map<string, Finding>()
  for (const place of places) {
    for (const value of passingValues) {
      for (const finding of checkFilled(template, place, value, ctx)) {
        const seen = own.some((other) => other.rule === finding.rule && touches(other, finding))
        const id = `${place.name}\n${finding.rule}`
        if (!seen && !findings.has(id)) findings.set(id, finding)
      }
    }
  }
  return [...findings.values()]
}

/** Values the renderer would refuse can do no harm: only the rest are worth filling in. */
const passingValues: readonly string[] = [
  ...new Set(hostileValues.flatMap(({ value }) => safeSlotValue(value) ?? [])),
]

function checkFilled(template: string, place: Placeholder, value: string, ctx: DetectorContext): Finding[] {
  const from = lineStart(template, place.start)
  const to = lineEnd(template, place.end)
  const before = fill(template.slice(from, place.start), () => value)
  const after = fill(template.slice(place.end, to), () => value)
  const harmless = run(
    valueDetectors,
    `${fill(template.slice(from, place.start), () => '1')}1${fill(template.slice(place.end, to), () => '1')}`,
    ctx,
  )
  return run(valueDetectors, before + value + after, ctx)
    .filter(({ rule }) => !harmless.some((other) => other.rule === rule))
    .map((finding) => ({
      ...finding,
      start: place.start,
      end: place.end,
      slot: place.name,
      message: `With a hostile value, {{${place.name}}} would become active here. ${finding.message}`,
    }))
}

function lineStart(text: string, at: number): number {
  return Math.max(text.lastIndexOf('\n', at - 1) + 1, at - windowChars)
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return Math.min(end === -1 ? text.length : end, at + windowChars)
}

function touches(a: { start: number; end: number }, b: { start: number; end: number }): boolean {
  return a.start < b.end && b.start < a.end
}

import { mask, type DetectorContext } from './detector'
import { hostileFindings } from './fill-hostile'
import { alwaysOnRules, detectors, rulesetVersion } from './ruleset'
import type { Finding, FindingSeverity, RaisedRisk, SafetyPolicy, SafetyReport, SlotSpec } from './schema'

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
  const own = detectors.flatMap((detector) => detector.detect(readable, ctx))
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
  const kept = maskOverlaps(findings)
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

const personal = /^(?:secret|pii\.(?!address))/

/** Evidence must not show what another finding masks: a link may carry a password or an address. */
function maskOverlaps(findings: readonly Finding[]): Finding[] {
  const masked = findings.filter(({ rule }) => personal.test(rule))
  if (masked.length === 0) return [...findings]
  return findings.map((finding) => {
    if (personal.test(finding.rule)) return finding
    const over = masked.some(({ start, end }) => start < finding.end && finding.start < end)
    return over ? { ...finding, evidence: mask(finding.evidence) } : finding
  })
}

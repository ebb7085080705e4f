import { giveWay } from '@/lib/kernel/give-way'
import { checkTemplate } from './check-template'
import type { LiveAnswer, LiveAnswers } from './ports'
import { rulesetVersion } from './ruleset'
import type { Finding, SafetyPolicy, SafetyReport } from './schema'

export type RescanFinding = { answer: LiveAnswer; report: SafetyReport; grave: Finding[] }

export type RescanResult = {
  from_versions: string[]
  to_version: string
  scanned: number
  /** Approved under today's rules already, so not looked at again. */
  current: number
  /** Answers that today's rules object to: each opens a review. */
  reviews: RescanFinding[]
}

export type RescanInit = {
  workspace: string
  answers: LiveAnswers
  /** Looks at every entry, also those approved under the present rules: for a changed policy. */
  all?: boolean
  /** Ends it early: throws the signal's reason. */
  signal?: AbortSignal | undefined
  check?: (input: {
    template: string
    slots: LiveAnswer['slots']
    policy: SafetyPolicy
  }) => SafetyReport | Promise<SafetyReport>
}

/**
 * Looks at live answers again when the rules (or, with `all`, the policy) have changed. It
 * changes nothing: callers open a review for each finding, and quarantine where policy says so.
 */
export async function rescan({
  workspace,
  answers,
  all = false,
  signal,
  check = checkTemplate,
}: RescanInit): Promise<RescanResult> {
  const policy = await answers.policy(workspace)
  const from = new Set<string>()
  const result: RescanResult = {
    from_versions: [],
    to_version: rulesetVersion,
    scanned: 0,
    current: 0,
    reviews: [],
  }
  const step = giveWay()
  for await (const answer of answers.live(workspace)) {
    signal?.throwIfAborted()
    if (!all && answer.ruleset_version === rulesetVersion) {
      result.current += 1
      continue
    }
    from.add(answer.ruleset_version)
    result.scanned += 1
    // Ten thousand checks in a row would keep every request waiting.
    await step()
    const report = await check({ template: answer.template, slots: answer.slots, policy })
    const grave = report.findings.filter(({ severity }) => severity === 'block' || severity === 'high')
    if (grave.length > 0) result.reviews.push({ answer, report, grave })
  }
  result.from_versions = [...from].sort()
  return result
}

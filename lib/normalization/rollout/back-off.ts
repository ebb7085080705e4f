import type { WorkspaceMode, WorkspacePolicy } from '@/lib/workspaces/schema'
import { boundOf } from '../judgements/bound'

/** What is known of wrong answers since the share was last set. */
export type RolloutEvidence = {
  /** Sampled hits that people judged since, and how many of them were wrong. */
  judged: number
  wrong: number
  /** Hits served since, and how many of them were reported. */
  hits: number
  reports: number
}

/** What follows: a smaller share, or shadow mode. */
export type BackOff = { to: number | 'shadow'; why: string }

/**
 * Whether the share must come down, and how far: never up. It does when wrong answers are surely (95 %, one-sided) over
 * the false-hit budget, among what people judged or among what was served and reported. Reports alone understate
 * (few people report), so surely over the budget by reports is over it all the more.
 */
export function backOff(
  { mode, policy }: { mode: WorkspaceMode; policy: WorkspacePolicy },
  evidence: RolloutEvidence,
): BackOff | null {
  const share = policy.rollout_percent
  if (!policy.rollout_back_off || mode !== 'live' || share === 0) return null
  if (share === 100 && !policy.rollout_watch_full) return null
  const why = breachOf(evidence, policy.false_hit_budget)
  if (why === null) return null
  if (policy.rollout_stop || share === 1) return { to: 'shadow', why }
  return { to: Math.floor(share / 2), why }
}

function breachOf({ judged, wrong, hits, reports }: RolloutEvidence, budget: number): string | null {
  const byJudgement = boundOf({ key: '', judged, wrong, waiting: 0 }, budget)
  const per = (part: number) => `${(part * 100).toFixed(1)} %`
  const over = (lower: number) => `at least ${per(lower)} (95 % sure), over the budget of ${per(budget)}`
  if (byJudgement.state === 'breached')
    return `${wrong} of ${judged} judged hits were wrong: ${over(byJudgement.lower)}`
  // Counting hits lags a second behind serving them: a report is of a hit in any case.
  const served = Math.max(hits, reports)
  const byReport = boundOf({ key: '', judged: served, wrong: reports, waiting: 0 }, budget)
  if (byReport.state === 'breached')
    return `${reports} of ${served} hits were reported as wrong: ${over(byReport.lower)}`
  return null
}

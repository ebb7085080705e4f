import { sha256Hex } from '@/lib/kernel/hash'

/** What a roll-out draws by: the same unit is always on the same side, and stays in while the share grows. */
export type RolloutUnit = {
  /** Who asks, where the caller says so; otherwise null. */
  userRef: string | null
  /** The question with its entities masked. */
  canonical: string
}

const buckets = 10_000

/**
 * Whether a hit is within the share (percent, 0…100) that is served. By person where there is one, so that nobody gets
 * two kinds of answers; otherwise by the masked question. Nothing is drawn: see docs/decisions/0071-gradual-rollout.md.
 */
export function isInRollout(percent: number, workspaceId: string, unit: RolloutUnit): boolean {
  if (percent >= 100) return true
  return bucketOf(workspaceId, unit) < percent * (buckets / 100)
}

function bucketOf(workspaceId: string, { userRef, canonical }: RolloutUnit): number {
  const name = userRef === null ? `question\n${canonical}` : `person\n${userRef}`
  return parseInt(sha256Hex(`rollout\n${workspaceId}\n${name}`).slice(0, 8), 16) % buckets
}

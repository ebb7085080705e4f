import type { Risk } from '@/lib/workspaces/schema'

const rank: Record<Risk, number> = { low: 0, medium: 1, high: 2 }

/** The gravest of them: an intent's risk can be raised by findings, never lowered. */
export function raiseRisk(...risks: Risk[]): Risk {
  return risks.reduce((worst, risk) => (rank[risk] > rank[worst] ? risk : worst), 'low')
}

/** A key nobody described: not known to be harmless. */
export const undescribedRisk: Risk = 'medium'

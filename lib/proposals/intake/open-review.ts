import type { Entry } from '@/lib/entries/schema'
import { contentHash } from '../content-hash'
import type { ProposalTransaction, SafetyCheck } from '../ports'
import { raiseRisk } from './raise-risk'

export type ReviewCause = 'report' | 'rescan' | 'freshness'

/**
 * Puts a live answer before people again, as a proposal of its own text; a proposal that waits for
 * the key already only counts it. Returns null when there is nothing live to look at.
 */
export async function openReview(
  tx: ProposalTransaction,
  check: SafetyCheck,
  entry: Pick<Entry, 'key' | 'scope' | 'live'>,
  cause: ReviewCause,
  now: Date,
): Promise<{ id: string; created: boolean } | null> {
  const { live, key, scope } = entry
  if (!live) return null
  const intent = await tx.intents.facts(key)
  const slots = intent?.slots ?? live.slots
  const { policy } = await tx.policy.current()
  const safety = await check({ template: live.answer, slots, policy })
  return tx.proposals.fold(
    {
      key,
      scope,
      origin: cause,
      status: safety.blocked ? 'blocked' : 'pending',
      risk: raiseRisk(live.risk, intent?.risk ?? 'low', safety.raised_risk),
      answer: live.answer,
      model_answer: live.answer,
      model: '',
      content_hash: contentHash({ key, scope, answer: live.answer, slots }),
      safety,
    },
    [],
    policy.samples_per_proposal,
    now,
  )
}

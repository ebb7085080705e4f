import { autoApprove } from '../deciding/auto-approve'
import { contentHash } from '../content-hash'
import type { NewSample, ProposalTransaction, ReviewDeps } from '../ports'
import { raiseRisk, undescribedRisk } from './raise-risk'

/** Missed questions of one key and their one answer, already generalised and redacted. */
export type FoldInput = {
  workspace_id: string
  scope: string
  key: string
  /** Template with `{{slots}}`. */
  answer: string
  model: string
  /** One for each time it was asked; at least one. */
  samples: NewSample[]
}

export type FoldResult =
  | { folded: true; id: string; created: boolean; status: 'pending' | 'blocked' | 'approved' }
  | { folded: false; why: 'empty' | 'refusal' | 'rejected_intent' | 'same_as_live' | 'rejected_before' }

/** Turns misses into a proposal, or counts them on the one that waits for their key. */
export async function foldProposal(deps: ReviewDeps, input: FoldInput): Promise<FoldResult> {
  const answer = input.answer.trim()
  if (answer === '') return { folded: false, why: 'empty' }
  const read = deps.unit.read(input.workspace_id)
  const intent = await read.intents.facts(input.key)
  if (intent && !intent.approved) return { folded: false, why: 'rejected_intent' }
  const slots = intent?.slots ?? []
  const { policy } = await read.policy.current()
  const safety = await deps.check({ template: answer, slots, policy })
  if (safety.findings.some((finding) => finding.rule === 'empty')) return { folded: false, why: 'empty' }
  if (safety.findings.some((finding) => finding.rule === 'tone.model_refusal')) {
    return { folded: false, why: 'refusal' }
  }
  const content_hash = contentHash({ key: input.key, scope: input.scope, answer, slots })
  const risk = raiseRisk(intent?.risk ?? undescribedRisk, safety.raised_risk)
  const status = safety.blocked ? 'blocked' : 'pending'
  const now = deps.clock.now()
  return deps.unit.transact(input.workspace_id, async (tx) => {
    const known = await alreadySettled(tx, input, content_hash)
    if (known) return { folded: false, why: known }
    const { scope, key, model } = input
    const { id, created, replaceable } = await tx.proposals.fold(
      { scope, key, model, origin: 'miss', status, risk, answer, model_answer: answer, content_hash, safety },
      input.samples,
      policy.samples_per_proposal,
      now,
    )
    if (created && risk === 'high' && status === 'pending') await tellDeciders(tx, id, key, now)
    const fresh = {
      tx,
      id,
      content_hash,
      findings: safety.findings.length,
      random: deps.random ?? Math.random,
      now,
    }
    if (created && (await autoApprove(fresh))) return { folded: true, id, created, status: 'approved' }
    if (created || status === 'blocked') return { folded: true, id, created, status }
    // A clean answer takes the place of one that nobody could have approved.
    if (replaceable) {
      await tx.proposals.setContent(id, { answer, content_hash, risk, status, safety, edited_by: [] }, now)
    }
    return { folded: true, id, created, status: 'pending' }
  })
}

async function alreadySettled(
  tx: ProposalTransaction,
  { scope, key }: FoldInput,
  hash: string,
): Promise<'same_as_live' | 'rejected_before' | null> {
  const entry = await tx.entries.find(scope, key)
  if (entry?.state === 'active' && entry.live?.content_hash === hash) return 'same_as_live'
  if ((await tx.proposals.lastRejected(scope, key)) === hash) return 'rejected_before'
  return null
}

async function tellDeciders(tx: ProposalTransaction, id: string, key: string, now: Date): Promise<void> {
  const subject = { type: 'proposal' as const, id }
  const title = `High risk: a proposal for ${key} is waiting`
  await tx.notices.add({ kind: 'high_risk_new', title, href: `/queue/${id}`, subject, to: 'deciders' }, now)
}

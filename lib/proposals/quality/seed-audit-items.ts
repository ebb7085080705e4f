import { z } from 'zod'
import { authorize } from '@/lib/auth/authorize'
import type { UserPrincipal } from '@/lib/auth/schema'
import { actorOf } from '@/lib/entries/actor'
import { AnswerTemplate, IntentKey } from '@/lib/entries/schema'
import { ScopeName } from '@/lib/workspaces/schema'
import { contentHash } from '../content-hash'
import type { Caller, ProposalTransaction, ReviewDeps } from '../ports'
import { raiseRisk, undescribedRisk } from '../intake/raise-risk'

export const SeedAuditItems = z.strictObject({
  items: z
    .array(
      z.strictObject({
        key: IntentKey,
        scope: ScopeName.default('default'),
        answer: AnswerTemplate,
        /** Redacted question to show beside it. */
        sample: z.string().trim().min(1).max(2_000).optional(),
        known: z.enum(['good', 'bad']),
      }),
    )
    .min(1)
    .max(200),
})
export type SeedAuditItems = z.infer<typeof SeedAuditItems>

/**
 * Puts items with a known right decision into the queue, looking like any other. They measure
 * reviewers; the database refuses to publish them.
 */
export async function seedAuditItems(
  deps: ReviewDeps,
  { principal, request_id }: Caller<UserPrincipal>,
  { items }: SeedAuditItems,
): Promise<{ created: number }> {
  authorize(principal, { permission: 'policy.manage', now: deps.clock.now() })
  return deps.unit.transact(principal.workspace_id, async (tx) => {
    for (const item of items) await seedOne(deps, tx, item)
    await tx.audit.append({
      type: 'proposal.created',
      actor: actorOf(principal),
      target: { type: 'workspace', id: principal.workspace_id },
      after: { origin: 'seeded', count: items.length },
      request_id,
    })
    return { created: items.length }
  })
}

/** Answers that had to be rolled back become known-bad items, once each: would we see it today? */
export async function seedRolledBack(deps: ReviewDeps, workspaceId: string, limit = 20): Promise<number> {
  return deps.unit.transact(workspaceId, async (tx) => {
    const answers = await tx.quality.rolledBackAnswers(limit)
    for (const answer of answers) await seedOne(deps, tx, { ...answer, known: 'bad' })
    return answers.length
  })
}

async function seedOne(
  deps: ReviewDeps,
  tx: ProposalTransaction,
  item: SeedAuditItems['items'][number],
): Promise<void> {
  const { key, scope, answer } = item
  const intent = await tx.intents.facts(key)
  const slots = intent?.slots ?? []
  const { policy } = await tx.policy.current()
  const safety = await deps.check({ template: answer, slots, policy })
  const samples = item.sample ? [{ text: item.sample, entities: [], user_hash: null, answer }] : []
  await tx.proposals.fold(
    {
      key,
      scope,
      origin: 'seeded',
      // What the checks would stop is no test of people.
      status: safety.blocked ? 'blocked' : 'pending',
      risk: raiseRisk(intent?.risk ?? undescribedRisk, safety.raised_risk),
      answer,
      model_answer: answer,
      model: '',
      content_hash: contentHash({ key, scope, answer, slots }),
      safety,
      seeded: item.known,
    },
    samples,
    policy.samples_per_proposal,
    deps.clock.now(),
  )
}

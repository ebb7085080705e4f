import { authorize } from '@/lib/auth/authorize'
import type { UserPrincipal } from '@/lib/auth/schema'
import { actorOf } from '@/lib/entries/actor'
import { L0Error, notFound } from '@/lib/kernel/errors'
import { requireFeature } from '@/lib/workspaces/plans'
import { authorEntry } from '../intake/author-entry'
import type { Caller } from '../ports'
import type { LibraryDeps } from './ports'
import type { Adoption } from './schema'

/**
 * Takes a shared answer over: a proposal that needs this workspace's own approval, by its own rules and lists, and the
 * intent where it is not there. Whoever adopts counts as the answer's author: where two must agree, not one of them. Both
 * logs say so.
 * Throws `not_found` for what is not published, `conflict` for what is one's own, adopted or waiting already.
 */
export async function adoptAnswer(
  deps: LibraryDeps,
  caller: Caller<UserPrincipal>,
  id: string,
): Promise<Adoption> {
  const { principal, request_id } = caller
  const now = deps.clock.now()
  authorize(principal, { permission: 'intent.edit', now })
  return deps.transact(principal.workspace_id, async (tx) => {
    requireFeature(await tx.plan(), 'shared_library')
    const shared = await tx.library.get(id)
    if (!shared) throw notFound('This shared answer')
    if (shared.own) throw new L0Error('conflict', 'This answer is your own.')
    if (shared.adopted_as !== null) throw new L0Error('conflict', 'This answer was adopted already.')
    const { key, answer, title, description, risk, slots, phrasings } = shared
    const intent_created = await tx.ensureIntent(caller, { key, title, description, risk, slots, phrasings })
    const review = { unit: tx.review, check: deps.check, clock: deps.clock }
    const proposal = await authorEntry(review, caller, { key, scope: 'default', answer }, 'import')
    const actor = actorOf(principal)
    if (!(await tx.library.recordAdoption(id, { proposal_id: proposal.id, by: actor.id }, now)))
      throw new L0Error('conflict', 'Somebody adopted this answer a moment ago.')
    await tx.audit.append({
      type: 'library.adopted',
      actor,
      target: { type: 'shared_answer', id, label: key },
      after: { proposal: proposal.id, content_hash: proposal.content_hash, intent_created },
      request_id,
    })
    await tx.library.tellPublisher(id, key)
    return { shared: { ...shared, adopted_as: proposal.id }, proposal_id: proposal.id, intent_created }
  })
}

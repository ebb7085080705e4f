import { authorize } from '@/lib/auth/authorize'
import type { UserPrincipal } from '@/lib/auth/schema'
import { actorOf } from '@/lib/auth/second-factor'
import { L0Error } from '@/lib/kernel/errors'
import type { PrivacyParts, PrivacyTransaction } from './privacy-ports'
import type { ErasedCounts, ErasureReceipt, ForgetPerson } from './privacy-schema'
import { hashUserRef } from './user-hash'

export const nothingErased: ErasedCounts = {
  misses: 0,
  samples: 0,
  memos: 0,
  judgements: 0,
  reports: 0,
  proposals: 0,
  audit_values: 0,
}

/**
 * Deletes what is known of a person. Approved answers stay: they are generic, and where one names the
 * searched text the receipt says so. The audit log keeps its leaves and loses the values. Neither the
 * reference nor the text is kept anywhere. Throws `conflict` while a legal hold stands.
 */
export async function forgetPerson(
  parts: PrivacyParts,
  { principal, request_id }: { principal: UserPrincipal; request_id: string | null },
  input: ForgetPerson,
): Promise<ErasureReceipt> {
  const now = parts.clock.now()
  authorize(principal, { permission: 'privacy.erase', now })
  const work = async (tx: PrivacyTransaction): Promise<ErasureReceipt> => {
    if ((await tx.policy()).legal_hold && !input.preview)
      throw new L0Error('conflict', 'A legal hold stands: nothing may be deleted until it ends.')
    const erased = await erase(tx, input)
    const remaining = input.search === undefined ? null : await tx.privacy.remaining(input.search)
    const receipt = { at: now.toISOString(), preview: input.preview, erased, remaining }
    if (input.preview) throw new Preview({ ...receipt, id: null })
    const { id } = await tx.audit.append({
      type: 'privacy.erased',
      actor: actorOf(principal),
      target: { type: 'person', id: 'erased' },
      after: { by: [input.user_ref ? 'user_ref' : [], input.search ? 'search' : []].flat(), erased },
      risk: 'high',
      request_id,
    })
    if (erased.memos > 0) await tx.announce(now)
    return { ...receipt, id }
  }
  try {
    return await parts.unit.transact(principal.workspace_id, work)
  } catch (error) {
    if (error instanceof Preview) return error.receipt
    throw error
  }
}

async function erase(tx: PrivacyTransaction, { user_ref, search }: ForgetPerson): Promise<ErasedCounts> {
  const counts = { ...nothingErased }
  const add = (more: Partial<ErasedCounts>) => {
    for (const name of Object.keys(more) as (keyof ErasedCounts)[]) counts[name] += more[name] ?? 0
  }
  if (user_ref !== undefined) {
    add(await tx.privacy.eraseUser(hashUserRef(await tx.salt(), user_ref)))
    add({ audit_values: await tx.privacy.eraseAuditValues({ exact: user_ref }) })
  }
  if (search !== undefined) {
    add(await tx.privacy.eraseText(search))
    add({ audit_values: await tx.privacy.eraseAuditValues({ part: search }) })
  }
  return counts
}

/** Rolls the transaction back and carries what it would have done. */
class Preview extends Error {
  constructor(readonly receipt: ErasureReceipt) {
    super('a preview deletes nothing')
  }
}

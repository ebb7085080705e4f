import type { Entry, EntryVersion } from '@/lib/entries/schema'
import { L0Error } from '@/lib/kernel/errors'

/** Types of slots whose values say nothing of a person. What a workspace made up itself may be anything. */
const genericSlots = new Set(['order_id', 'tracking_number', 'invoice_id', 'date', 'amount', 'number', 'url'])

/** Throws `conflict` with what keeps an entry from being shown to others; otherwise the version that is. */
export function requirePublishable(entry: Entry): EntryVersion {
  const { live, state, scope } = entry
  if (!live || state !== 'active') throw refusal('it is not served')
  // Answers of other scopes were approved under a system prompt that nobody else has.
  if (scope !== 'default') throw refusal(`it was approved under the scope ${scope}, not under default`)
  if (live.origin === 'auto' || !live.approved_by.some(({ type }) => type !== 'system'))
    throw refusal('no person approved it')
  const personal = live.slots.find(({ type }) => !genericSlots.has(type))
  if (personal) throw refusal(`its slot ${personal.name} (${personal.type}) may hold personal data`)
  return live
}

export function refusal(why: string): L0Error {
  return new L0Error('conflict', `This answer cannot be shared: ${why}.`)
}

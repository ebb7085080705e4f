import { QueryText, maxQueryChars } from '@/lib/lookup/schema'
import type { BypassReason, Conversation } from './conversation'

export type Eligibility = { eligible: true; query: string } | { eligible: false; reason: BypassReason }

/**
 * May this request be answered from the cache, and may the model's answer to it be proposed? Only a
 * single, self-contained question in plain text: everything else depends on things nobody approved.
 */
export function judgeEligibility(conversation: Conversation): Eligibility {
  const blocker = conversation.blockers[0]
  if (blocker) return no(blocker)
  const [first, ...more] = conversation.turns
  if (!first) return no('empty_query')
  if (more.length > 0) return no(more.at(-1)?.role === 'assistant' ? 'prefill' : 'multi_turn')
  if (first.role !== 'user') return no('prefill')
  if (first.text === null) return no('not_text')
  const query = first.text.trim()
  if (query === '') return no('empty_query')
  if (query.length > maxQueryChars) return no('query_too_long')
  if (!QueryText.safeParse(query).success) return no('control_characters')
  if (refersToEarlier(query)) return no('follow_up')
  return { eligible: true, query }
}

function no(reason: BypassReason): Eligibility {
  return { eligible: false, reason }
}

const pointers = new Set('it its that this them those these they one ones same there'.split(' '))
const acknowledgements = new Set(
  'yes yep yeah no nope nah ok okay sure right correct continue proceed more again else next another instead'.split(
    ' ',
  ),
)
const fillers = new Set(
  (
    'a an the i we you he she me us my our your am is are was were be been do does did can could will would shall ' +
    'should may might must have has had how what when where why which who and or but so then also too please thanks ' +
    'thank hi hello hey to of for on in at by with about from up off out just now need want like try let get go ' +
    "i'd i'm i'll it's that's what's where's let's don't can't not if as than any some all kindly ahead first second last other"
  ).split(' '),
)

/**
 * "Cancel it", "and that one?", "yes please": a pointer or an acknowledgement, and at most one word
 * that carries meaning. What it points at was said elsewhere, so no approved answer can fit.
 */
export function refersToEarlier(query: string): boolean {
  // Whoever names a number says what is meant: most questions end here.
  if (/\d/.test(query)) return false
  const words =
    query
      .normalize('NFKC')
      .toLowerCase()
      .replaceAll('’', "'")
      .match(/[\p{L}\p{N}']+/gu) ?? []
  if (words.length > 12) return false
  const pointing = words.some((word) => pointers.has(word.replace(/'s$/, '')) || acknowledgements.has(word))
  if (!pointing) return false
  const meaningful = words.filter(
    (word) => !pointers.has(word.replace(/'s$/, '')) && !acknowledgements.has(word) && !fillers.has(word),
  )
  return meaningful.length <= 1 && !words.some((word) => /\d/.test(word))
}

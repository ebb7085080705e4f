import { sha256Hex } from '@/lib/kernel/hash'
import { actorOf, type Caller } from '../authority'
import { canonicalText } from '../canonical'
import type { NormalizationDeps } from '../ports'
import { limits } from '../schema'
import { storablePhrasing } from './check-phrasings'
import { CollisionIndex } from './collision-index'
import { titleOf } from './save-intent'

export type Rejection = {
  /** Key of the proposal that was rejected. */
  key: string
  /** Redacted questions of the proposal. */
  texts: readonly string[]
  /** `wrong_intent`: the questions are not what the key says; else the question itself is not to be answered. */
  why: 'wrong_intent' | 'not_generic'
}

/**
 * Turns what people refused into a reject class: the next release learns to miss these questions. Questions
 * of a wrong intent go to `not_<key>`, so that near-misses of one intent are learned together. Texts that are
 * phrasings of some intent already are left out. Null when nothing was learned.
 */
export async function learnFromRejection(
  deps: NormalizationDeps,
  caller: Caller,
  rejection: Rejection,
): Promise<{ intent: string; added: number } | null> {
  const now = deps.clock.now()
  return deps.unit.transact(caller.principal.workspace_id, async (tx) => {
    await tx.intents.lockAll()
    const all = await tx.intents.all()
    const key = rejectKey(rejection)
    const known = all.find((intent) => intent.key === key)
    if (known?.status === 'approved') return null
    const index = new CollisionIndex(
      all,
      all.flatMap(({ slots }) => slots),
    )
    const room = limits.phrasingsPerIntent - (known?.phrasing_count ?? 0)
    const texts = [...new Set(rejection.texts.map(storablePhrasing))]
      .filter(
        (text) => canonicalText(text) !== '' && text.length <= limits.phrasingLength && !index.isKnown(text),
      )
      .slice(0, room)
    if (texts.length === 0) return null
    const actor = actorOf(caller)
    const id = known?.id ?? (await tx.intents.create(rejectIntent(key, rejection), now))
    const added = await tx.intents.addPhrasings(
      id,
      texts.map((text) => ({ text, source: 'review' as const })),
      actor.id,
      now,
    )
    await tx.audit.append({
      type: known ? 'phrasing.added' : 'intent.created',
      actor,
      target: { type: 'intent', id, label: key },
      after: { status: 'rejected', source: 'review', phrasings: added.map(({ text }) => text) },
      reason: `a proposal for ${rejection.key} was rejected (${rejection.why})`,
      request_id: caller.request_id,
    })
    return { intent: key, added: added.length }
  })
}

/** `not_cancel_order`, or for a question no intent was found for, a name made of its exact key. */
function rejectKey({ key }: Rejection): string {
  if (/^[a-z][a-z0-9_]{0,59}$/.test(key)) return `not_${key}`
  return `rejected_${sha256Hex(key).slice(0, 12)}`
}

function rejectIntent(key: string, { key: from }: Rejection) {
  return {
    key,
    title: titleOf(key),
    description: `Questions people refused when they were proposed as ${from}.`,
    risk: 'low' as const,
    status: 'rejected' as const,
    slots: [],
    patterns: [],
    auto_approve: false,
  }
}

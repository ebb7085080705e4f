import { L0Error } from '@/lib/kernel/errors'
import { redact } from '@/lib/safety/redact'
import { canonicalText } from '../canonical'
import { limits } from '../schema'
import { CollisionIndex } from './collision-index'
import type { IntentDetail } from './schema'

/** A phrasing as it may be stored: it lives for ever, and works as well with placeholders for what is personal. */
export function storablePhrasing(text: string): string {
  return redact(text).text.replace(/\s+/g, ' ').trim()
}

export type PhrasingCheck = {
  intent: { key: string; phrasing_count: number }
  texts: readonly string[]
  /** The workspace's intents. */
  all: readonly IntentDetail[]
}

/**
 * The texts to add: storable, each once, without those the intent has already. Throws `invalid_input` for a
 * text that says nothing or for too many of them, and `conflict` naming the intents a text collides with.
 */
export function checkPhrasings({ intent, texts, all }: PhrasingCheck): string[] {
  const index = new CollisionIndex(
    all,
    all.flatMap(({ slots }) => slots),
  )
  const fresh: string[] = []
  const refusals: { field: string; message: string }[] = []
  texts.forEach((raw, position) => {
    const text = storablePhrasing(raw)
    const field = `texts.${position}`
    if (canonicalText(text) === '')
      return refusals.push({ field, message: 'says nothing once politeness is taken away' })
    const collisions = index.find(intent.key, text)
    for (const { intent: other, with: example } of collisions)
      refusals.push({ field, message: `collides with ${other}, which has “${example}”` })
    if (collisions.length > 0 || index.has(intent.key, text)) return
    index.add(intent.key, text)
    fresh.push(text)
  })
  const [first] = refusals
  if (first) throw refusal(first, refusals)
  if (intent.phrasing_count + fresh.length > limits.phrasingsPerIntent)
    throw new L0Error(
      'invalid_input',
      `texts: an intent has at most ${limits.phrasingsPerIntent} phrasings`,
      {
        fields: [{ field: 'texts', message: `at most ${limits.phrasingsPerIntent} phrasings` }],
      },
    )
  return fresh
}

function refusal(
  first: { field: string; message: string },
  fields: { field: string; message: string }[],
): L0Error {
  const code = fields.some(({ message }) => message.startsWith('collides')) ? 'conflict' : 'invalid_input'
  return new L0Error(code, `${first.field}: ${first.message}`, { fields })
}

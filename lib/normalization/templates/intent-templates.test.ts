import { describe, expect, it } from 'vitest'
import { checkIntent } from '../intents/check-intent'
import { checkPhrasings } from '../intents/check-phrasings'
import { CreateIntent, type IntentDetail } from '../intents/schema'
import { templatePacks } from './intent-templates'

const all = templatePacks.flatMap(({ intents }) => intents.map((intent) => CreateIntent.parse(intent)))

/** As they would stand in one workspace that takes them all. */
const together = all.map((intent) => ({
  ...intent,
  id: intent.key,
  phrasings: intent.phrasings.map((text) => ({ text })),
})) as unknown as IntentDetail[]

describe('templates', () => {
  it.each(all.map((intent) => [intent.key, intent] as const))(
    '%s can be made as it is, beside all the others',
    (key, intent) => {
      expect(() => checkIntent(intent)).not.toThrow()
      const others = together.filter((other) => other.key !== key)
      const texts = checkPhrasings({
        intent: { key, phrasing_count: 0 },
        texts: intent.phrasings,
        all: others,
      })
      expect(texts).toHaveLength(intent.phrasings.length)
      expect(texts.length).toBeGreaterThanOrEqual(5)
    },
  )
  it('have keys of their own', () => expect(new Set(all.map(({ key }) => key)).size).toBe(all.length))
})

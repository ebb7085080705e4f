import { extractEntities, maskEntities } from '../entities'
import type { IntentSpec, SlotSpec } from '../schema'
import { stripPoliteness } from './politeness'
import { SpellingRepair } from './repair'
import { tokenize } from './tokens'

/** Turns any text of a workspace into its canonical masked tokens, in training and in serving alike. */
export class TextReader {
  private readonly slots: SlotSpec[]
  private readonly spelling: SpellingRepair

  constructor(intents: readonly IntentSpec[]) {
    const custom = new Map<string, SlotSpec>()
    for (const { slots } of intents) {
      for (const slot of slots)
        if (slot.pattern !== undefined) custom.set(`${slot.name}\n${slot.pattern}`, slot)
    }
    this.slots = [...custom.values()]
    const texts = intents.flatMap(({ phrasings }) => phrasings.map((text) => this.maskedTokens(text)))
    const rules = intents.flatMap(({ patterns }) =>
      patterns.map((text) => tokenize(text.replace(/[^\p{L}\p{N}']+/gu, ' '))),
    )
    this.spelling = new SpellingRepair([...texts, ...rules])
  }

  entities(text: string) {
    return extractEntities(text, this.slots)
  }

  tokens(text: string): string[] {
    return stripPoliteness(this.spelling.repair(this.maskedTokens(text)))
  }

  repair(tokens: readonly string[]): string[] {
    return this.spelling.repair(tokens)
  }

  private maskedTokens(text: string): string[] {
    return tokenize(maskEntities(text, this.entities(text)))
  }
}

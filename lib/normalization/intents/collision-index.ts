import { LRUCache } from 'lru-cache'
import { canonicalText } from '../canonical'
import type { Collision } from '../collisions'
import { extractEntities, maskEntities } from '../entities'
import type { SlotSpec } from '../schema'
import { stem } from '../text/stem'

type Example = { intent: string; text: string }

/** Reading a phrasing costs tens of microseconds; a workspace has tens of thousands of them. */
const readings = new LRUCache<string, { canonical: string; words: string }>({ max: 100_000 })

/** The same test as `findCollisions`, for many texts against all phrasings of a workspace at once. */
export class CollisionIndex {
  private readonly byText = new Map<string, Example[]>()
  private readonly byWords = new Map<string, Example[]>()

  constructor(
    intents: readonly { key: string; phrasings: readonly { text: string }[] }[],
    private readonly slots: readonly SlotSpec[] = [],
  ) {
    for (const { key, phrasings } of intents) for (const { text } of phrasings) this.add(key, text)
  }

  add(intent: string, text: string): void {
    const { canonical, words } = read(text, this.slots)
    push(this.byText, canonical, { intent, text })
    push(this.byWords, words, { intent, text })
  }

  /** What `text`, approved for `intent`, would share with other intents; one collision an intent. */
  find(intent: string, text: string): Collision[] {
    const { canonical, words } = read(text, this.slots)
    const found = new Map<string, Collision>()
    const note = (kind: 'same_text' | 'same_words', examples: Example[] = []) => {
      for (const other of examples) {
        if (other.intent === intent || found.has(other.intent)) continue
        found.set(other.intent, { intent: other.intent, kind, with: other.text, confidence: 1 })
      }
    }
    note('same_text', this.byText.get(canonical))
    note('same_words', this.byWords.get(words))
    return [...found.values()]
  }

  /** True when any intent has a phrasing that reads the same. */
  isKnown(text: string): boolean {
    return this.byText.has(read(text, this.slots).canonical)
  }

  /** True when the intent has a phrasing that reads the same. */
  has(intent: string, text: string): boolean {
    const { canonical } = read(text, this.slots)
    return (this.byText.get(canonical) ?? []).some((example) => example.intent === intent)
  }
}

const noSlots = ''

function read(text: string, slots: readonly SlotSpec[]): { canonical: string; words: string } {
  const custom = slots.filter((slot) => slot.pattern !== undefined)
  const key = `${custom.map((slot) => `${slot.name}=${slot.pattern}`).join('\n') || noSlots}\0${text}`
  const known = readings.get(key)
  if (known) return known
  const canonical = canonicalText(maskEntities(text, extractEntities(text, custom)))
  const reading = { canonical, words: canonical.split(' ').map(stem).sort().join(' ') }
  readings.set(key, reading)
  return reading
}

function push(map: Map<string, Example[]>, key: string, example: Example): void {
  const list = map.get(key)
  if (list) list.push(example)
  if (!list) map.set(key, [example])
}

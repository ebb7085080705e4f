import { LRUCache } from 'lru-cache'
import { openValue, type OpenedValue, type SigningKeys } from './signed-value'

const maxBytes = 2_000_000

/**
 * Opens the hot store's values. The very text that was last found authentic at an address is authentic there again: where
 * no near cache stands in front, that is what nearly every read brings, and checking it anew costs more than reading it.
 * Only what opened is remembered; keys do not change while a server runs.
 */
export class VerifiedValues {
  private readonly known = new LRUCache<string, { value: string; opened: OpenedValue }>({
    maxSize: maxBytes,
    // A text and what was read out of it, two bytes a character.
    sizeCalculation: ({ value }) => value.length * 4 + 500,
  })

  constructor(private readonly keys: SigningKeys) {}

  open(address: string, value: string): OpenedValue {
    const known = this.known.get(address)
    if (known?.value === value) return known.opened
    const opened = openValue(this.keys, address, value)
    if (opened.ok) this.known.set(address, { value, opened })
    return opened
  }
}

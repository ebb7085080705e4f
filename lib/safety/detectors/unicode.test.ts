import { hasConfusables } from 'anti-trojan-source'
import { describe, expect, test } from 'vitest'
import { defaultSafetyPolicy as policy } from '../schema'
import { unicode } from './unicode'

const rules = (text: string) => unicode.detect(text, { policy, slots: [] }).map(({ rule }) => rule)

describe('unicode', () => {
  test('every direction control is a block', () => {
    for (const mark of '\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069') {
      expect(unicode.detect(`order${mark}x`, { policy, slots: [] })).toMatchObject([
        { rule: 'unicode.bidi', severity: 'block' },
      ])
    }
  })

  test('what anti-trojan-source warns of in the basic plane is found here too', () => {
    const missed: string[] = []
    for (let code = 0x80; code < 0xfffe; code++) {
      if (code >= 0xd800 && code <= 0xdfff) continue
      const character = String.fromCharCode(code)
      // No-break spaces stand in French prices; Arabic and Syriac number signs (Cf too) are visible.
      const visible = /[\u00a0\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2]/.test(character)
      if (!visible && hasConfusables({ sourceText: character }) && rules(`a${character}b`).length === 0)
        missed.push(code.toString(16))
    }
    expect(missed).toEqual([])
  }, 60_000)

  test('emoji sequences, joiners of Indic and Persian spelling, curly quotes and foreign words pass', () => {
    for (const text of [
      '👨‍👩‍👧 👍🏽 ❤️ 1️⃣',
      'می‌خواهم',
      'क्‍ष',
      '“it’s” – 10 €',
      'Müller, Łódź, Ελλάδα, Привет',
      '5 000 ₽',
    ]) {
      expect(rules(text), text).toEqual([])
    }
  })

  test('words of mixed alphabets are found, also when only one letter differs', () => {
    for (const text of ['аcme', 'pаypal', 'Αcme', 'ａcme', '𝐚cme'])
      expect(rules(text), text).toContain('unicode.confusable')
  })

  test('hidden tags and zero width characters are a block', () => {
    for (const text of ['a\u{e0041}b', 'a\u200bb', 'a\u200db', 'a\ufeffb', 'a\u0007b', 'a\u3164b']) {
      expect(unicode.detect(text, { policy, slots: [] })).toMatchObject([
        { rule: 'unicode.invisible', severity: 'block' },
      ])
    }
  })
})

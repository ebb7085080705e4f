import { Random } from '@/lib/safety/evaluation/random'
import {
  card,
  email,
  iban,
  ip,
  nationalId,
  northAmericanPhone,
  phone,
} from '@/lib/safety/evaluation/synthetic-values'

export type Person = {
  n: number
  name: string
  address: string
  /** What a pattern can prove: e-mail, telephone, card, account, national id, IP. */
  structured: Record<'email' | 'phone' | 'card' | 'iban' | 'ssn' | 'ip', string>
}

const given = ['Zebulon', 'Ottoline', 'Caspian', 'Philippa', 'Thaddeus', 'Guinevere', 'Barnabas', 'Isolde']
const family = ['Quackenbush', 'Featherstone', 'Ravensdale', 'Thistlewood', 'Pemberley', 'Vandersloot']
const streets = ['Larkspur Street', 'Juniper Avenue', 'Wisteria Road', 'Bramble Lane']

/** People who do not exist, each with values nobody else of them has. */
export function makePeople(count: number, seed: number): Person[] {
  const random = new Random(seed)
  const seen = new Set<string>()
  const unique = (make: () => string): string => {
    for (;;) {
      const value = make()
      const compact = value.toLowerCase().replace(/[^a-z0-9]/g, '')
      // Short ones stand in other text by chance.
      if (compact.length < 8 || seen.has(compact)) continue
      seen.add(compact)
      return value
    }
  }
  return Array.from({ length: count }, (_, n) => ({
    n,
    name: `${random.pick(given)} ${random.pick(family)}${lettersOf(n)}`,
    address: `${1_000 + n} ${random.pick(streets)}`,
    structured: {
      // Numbered, for there are not many different ones otherwise.
      email: unique(() => email(random).value.replace(/^[^@\s[]+/, (local) => `${local}${n}`)),
      phone: unique(() => (random.chance(0.5) ? phone(random) : northAmericanPhone(random)).value),
      card: unique(() => card(random).value),
      iban: unique(() => iban(random).value),
      ssn: unique(() => nationalId(random).value),
      ip: unique(() => ip(random).value),
    },
  }))
}

/** As a person tells them, in words of their own. */
export function tells({ structured: s }: Person): string[] {
  return [
    `My email is ${s.email}.`,
    `Call me on ${s.phone}, please.`,
    `I paid with card ${s.card}.`,
    `Refund it to IBAN ${s.iban}.`,
    `My SSN is ${s.ssn}.`,
    `My IP is ${s.ip} if that helps.`,
  ]
}

function lettersOf(n: number): string {
  return [...String(n)].map((digit) => 'abcdefghij'[Number(digit)]).join('')
}

export type Needle = { person: number; kind: string; value: string }

/** Finds any of many values in a text in one pass over it; a value inside a longer word or number is not one. */
export class Haystack {
  private readonly byStart = new Map<string, Needle[]>()

  constructor(needles: readonly Needle[]) {
    for (const needle of needles) {
      for (const value of new Set([needle.value, needle.value.replace(/[\s().\-/]/g, '')])) {
        const lower = value.toLowerCase()
        const start = lower.slice(0, startLength)
        this.byStart.set(start, [...(this.byStart.get(start) ?? []), { ...needle, value: lower }])
      }
    }
  }

  search(text: string): Needle[] {
    const lower = text.toLowerCase()
    const found: Needle[] = []
    for (let at = 0; at + startLength <= lower.length; at++) {
      const candidates = this.byStart.get(lower.slice(at, at + startLength))
      if (!candidates || isWord(lower[at - 1])) continue
      for (const needle of candidates) {
        if (lower.startsWith(needle.value, at) && !isWord(lower[at + needle.value.length])) found.push(needle)
      }
    }
    return found
  }
}

const startLength = 5
const isWord = (char: string | undefined) => char !== undefined && /[a-z0-9]/.test(char)

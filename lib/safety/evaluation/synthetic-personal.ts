import type { SafetyCase } from './case'
import type { Random } from './random'
import {
  card,
  email,
  iban,
  ip,
  nationalId,
  northAmericanPhone,
  phone,
  type Written,
} from './synthetic-values'

/** "X" is where the value goes. No cue word stands near it: the shape alone must be enough. */
const bare = [
  'X',
  'X\n',
  '(X)',
  'Sorry, X it is.',
  'Use X instead of the old one.',
  'Please update the file to X, thanks!',
  'It used to be X; that is wrong.',
  'Details:\n- X\n- second line',
  'I gave you X yesterday',
  '"X"',
  'We have X on file for you.',
  'from X',
  'X is what I see on my screen',
  'old=X new=later',
  'Is X still right?',
  'Customer wrote: X.',
  'My details are X, the delivery is for Friday.',
  'Change it from X please',
  'ok X ok',
  'Why does it show X?',
  'see X / other',
  'for reference → X',
  'on record: X',
]

const cues: Record<string, readonly string[]> = {
  phone: [
    'Call me on X.',
    'my phone number is X',
    'Tel: X',
    'Mobile X (after six)',
    'text X please',
    'WhatsApp X',
    'Phone:X',
    'reach me at X or by post',
  ],
  card: ['charge my card X', 'Visa X exp 04/29', 'The card number is X.', 'card:X', 'I paid with X (credit)'],
  iban: [
    'IBAN X',
    'transfer it to IBAN: X.',
    'my account number is X',
    'Refund to X, please',
    'bank details X BIC COBADEFF',
  ],
  ssn: ['my SSN is X', 'social security number X', 'SSN: X.', 'Social Security no. X on the form'],
  email: ['mail me at X', 'E-mail: X', '<X>', 'mailto:X', 'account X is locked', 'cc X, please.'],
  ip: ['my IP is X', 'blocked from X since noon', 'host X refused', 'IP:X', 'login from X?'],
}

type Maker = { type: string; make: (random: Random) => Written }

const makers: readonly Maker[] = [
  { type: 'email', make: email },
  { type: 'phone', make: phone },
  { type: 'phone', make: northAmericanPhone },
  { type: 'card', make: card },
  { type: 'iban', make: iban },
  { type: 'ssn', make: nationalId },
  { type: 'ip', make: ip },
]

/** Personal data of each structured type in `perMaker` texts, half of them without any cue. */
export function personalCases(random: Random, perMaker: number): SafetyCase[] {
  return makers.flatMap(({ type, make }) =>
    Array.from({ length: perMaker }, () => {
      const { value, slice } = make(random)
      // Nine bare digits or ten are anybody's guess without a word for what they are.
      const needsCue = slice.includes('named') || /^\d{1,15}$/.test(value)
      const frame = random.pick(
        needsCue && type !== 'card' ? cues[type]! : random.chance(0.5) ? bare : cues[type]!,
      )
      const start = frame.indexOf('X')
      const text = frame.replace('X', () => value)
      return {
        text,
        kind: 'personal' as const,
        slice: `${type}: ${slice}`,
        entities: [{ type, value, start, end: start + value.length }],
      }
    }),
  )
}

const names = [
  'Ana Ruiz',
  'Wei Zhang',
  'Fatima El-Sayed',
  "Sean O'Brien",
  'Jean-Luc Moreau',
  'Priya',
  'Zoë Kravitz',
  'Maarten van Dijk',
  'José da Silva',
  'Nguyen Thi Mai',
  'Björk',
  'Mary Ann Smith',
]
const nameFrames = [
  'My name is X and I lost my parcel',
  "I'm X, order is late",
  'Hi, this is X.',
  'my name is x',
  'Full name: X',
  'The order is under the name of X',
  'Thanks,\nsigned, X',
  'I am X and I need a refund',
  'Name: X\nCity: Rome',
  'Please ask for Mrs. X',
  "Hello, my name's X.",
]

export function nameCases(random: Random, count: number): SafetyCase[] {
  return Array.from({ length: count }, () => {
    const frame = random.pick(nameFrames)
    const name = random.pick(names)
    const value = frame.includes('X') ? name : name.toLowerCase()
    const start = frame.search(/X|x$/)
    const text = frame.slice(0, start) + value + frame.slice(start + 1)
    return {
      text,
      kind: 'personal' as const,
      slice: 'name',
      entities: [{ type: 'name', value, start, end: start + value.length }],
    }
  })
}

const addresses = [
  '221B Baker Street',
  '1600 Pennsylvania Ave',
  '12 Oak Lane, Apt 4',
  '4500 Old Mill Road, Suite 210',
  'Hauptstraße 12',
  '10 rue de la Paix',
  'Calle Mayor 5',
  'PO Box 1234',
  '77 West 55th Street',
  'Kalverstraat 92',
  'Via Roma 10',
  '9 Elm Ct.',
  '350 Fifth Avenue',
  '18 Northumberland Ave',
  'Flat 2, 9 High St',
]
const addressFrames = [
  'Ship it to X please',
  'my new address is X',
  'X, London',
  'I moved from X last week',
  'Deliver to: X',
]

export function addressCases(random: Random, count: number): SafetyCase[] {
  return Array.from({ length: count }, () => {
    const frame = random.pick(addressFrames)
    const value = random.pick(addresses)
    const start = frame.indexOf('X')
    return {
      text: frame.replace('X', value),
      kind: 'personal' as const,
      slice: 'address',
      entities: [{ type: 'address', value, start, end: start + value.length }],
    }
  })
}

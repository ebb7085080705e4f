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

/** What looks like personal data and is not. */
export function negativeCases(random: Random, count: number): SafetyCase[] {
  const d = (n: number) => random.digits(n)
  const year = () => random.int(2019, 2031)
  const two = (high: number) => String(random.int(1, high)).padStart(2, '0')
  const makers: readonly (() => [string, string])[] = [
    () => [
      'order number',
      random.pick([
        `cancel order ${d(random.int(5, 9))}`,
        `order #${d(7)}`,
        `Where is order number ${d(10)}?`,
        `ORD-${d(5)} and ORD-${d(6)}`,
        `purchase ${d(12)} is late`,
        `order ${d(3)}-${d(7)}-${d(7)}`,
        `my order id is ${d(8)}`,
      ]),
    ],
    () => [
      'tracking number',
      random.pick([
        `tracking 1Z${random.from('0123456789ABCDEF', 16)}`,
        `tracking number ${d(12)}`,
        `parcel JD${d(16)}`,
        `RR${d(9)}DE`,
        `shipment 9400 ${d(4)} ${d(4)} ${d(4)} ${d(4)} ${d(2)}`,
      ]),
    ],
    () => [
      'price',
      random.pick([
        `$${random.int(1, 9)},${d(3)}.${d(2)}`,
        `It costs €${random.int(10, 999)},${d(2)} or ${random.int(1, 9)}.${d(3)},00 EUR`,
        `${random.int(1, 9)} ${d(3)} ${d(3)} ₽ per year`,
        `£${d(5)}.00 in total`,
        `from $5 to $${d(3)}; up to 10% off`,
        `USD ${random.int(1, 9)},${d(3)},${d(3)}.00`,
      ]),
    ],
    () => [
      'version',
      random.pick([
        `version ${random.int(1, 20)}.${random.int(0, 30)}.${random.int(0, 99)}`,
        `v${random.int(1, 9)}.${random.int(0, 9)}.${random.int(0, 9)}.${random.int(0, 999)}`,
        `firmware ${random.int(1, 9)}.${random.int(0, 9)}.${random.int(0, 9)}.${random.int(0, 99)}`,
        `build 20${d(2)}.${random.int(1, 12)}.${random.int(1, 28)}`,
        `Update to iOS 17.4.1 or Android 14`,
      ]),
    ],
    () => [
      'date',
      random.pick([
        `${year()}-${two(12)}-${two(28)}`,
        `by ${two(28)}/${two(12)}/${year()}`,
        `${two(28)}.${two(12)}.${year()} at noon`,
        `on ${two(12)}-${two(28)}-${year()}`,
        `${year()}/${two(12)}/${two(28)}`,
        `${year()}-${year()} season`,
        `${year()}${two(12)}${two(28)}`,
        `valid ${two(28)} ${two(12)} ${year()}`,
      ]),
    ],
    () => [
      'time',
      random.pick([
        `${two(12)}:${two(59)}:${two(59)}`,
        `Mon-Fri 9:00-17:30`,
        `between 08:00 and 20:00`,
        `${year()}-${two(12)}-${two(28)}T${two(23)}:${two(59)}:00Z`,
        `24/7`,
        `9.00–17.30`,
        `open 10-18, Sat 10-14`,
      ]),
    ],
    () => [
      'part number',
      random.pick([
        `part ${d(3)}-${d(4)}-${random.from('ABC', 2)}`,
        `SKU ${random.from('ABCXYZ', 2)}-${d(6)}`,
        `model XK-${d(4)}/${d(2)}`,
        `serial SN${d(10)}`,
        `ISBN 978-${d(1)}-${d(3)}-${d(5)}-${d(1)}`,
        `EAN ${d(13)}`,
        `item ${d(2)}-${d(4)}-${d(2)}`,
        `part number ${d(10)}`,
        `RFC ${d(4)}`,
      ]),
    ],
    () => [
      'reference',
      random.pick([
        `ticket ${d(8)}`,
        `case #${d(10)}`,
        `ref ${d(4)}-${d(4)}`,
        `invoice INV-${d(6)}`,
        `error 0x${random.from('0123456789abcdef', 8)}`,
        `code ${d(6)}`,
        `customer no. ${d(9)}`,
        `booking ${random.from('ABCDEFGHJK', 6)}`,
        `claim ${d(3)} ${d(3)} ${d(4)}`,
        `policy no ${d(3)}-${d(3)}-${d(4)}`,
      ]),
    ],
    () => [
      'measure',
      random.pick([
        `${d(3)} x ${d(3)} x ${d(2)} mm`,
        `${d(4)}×${d(4)} px`,
        `1,000,000 customers`,
        `5-7 business days`,
        `3.14159265`,
        `ratio 16:9`,
        `${d(2)}.${d(4)}, -${d(2)}.${d(4)}`,
        `between 100 000 and 250 000 points`,
        `10 000 000 users`,
      ]),
    ],
    () => [
      'zip and id',
      random.pick([
        `ZIP ${d(5)}-${d(4)}`,
        `SW1A 1AA`,
        `floor 3, desk 12`,
        `gate B12`,
        `std::vector<int>`.replace(/<int>/, ''),
        `a:b:c`,
        `MAC 00:1a:2b:3c:4d:5e`,
        `@support on the app`,
        `user@ the desk`,
        `follow @acme`,
        `look at the dot on the map`,
        `id ${random.from('0123456789abcdef', 8)}-${random.from('0123456789abcdef', 4)}-4${random.from('0123456789abcdef', 3)}-a${random.from('0123456789abcdef', 3)}-${random.from('0123456789abcdef', 12)}`,
      ]),
    ],
    () => [
      'sentence',
      random.pick([
        "I'm Trying to cancel",
        'I am Very unhappy',
        'This is Urgent',
        "It's Monday and nothing came",
        'Dear Customer,',
        "I'm Happy With My Order.",
        'my name is wrong on the label',
        'Hi Team,',
        '5 stars, 12 items on my way',
        'It took 3 days to drive the road',
        '2 people in the same place',
        'within 30 days of the court order',
      ]),
    ],
  ]
  const frames = ['X', 'Hello, X', 'X please', 'Could you check: X?', 'About X.', 'X. Thanks']
  return Array.from({ length: count }, () => {
    const [slice, body] = random.pick(makers)()
    return {
      text: random.pick(frames).replace('X', () => body),
      kind: 'negative' as const,
      slice: `not personal: ${slice}`,
    }
  })
}

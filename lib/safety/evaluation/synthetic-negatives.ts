import type { SafetyCase } from './case'
import type { Random } from './random'

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

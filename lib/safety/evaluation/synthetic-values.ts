import { countrySpecs, isValidIBAN } from 'ibantools'
import ipaddr from 'ipaddr.js'
import {
  getCountries,
  getExampleNumber,
  parsePhoneNumberFromString,
  type CountryCode,
} from 'libphonenumber-js/max'
import examples from 'libphonenumber-js/examples.mobile.json'
import { Random } from './random'

export type Written = { value: string; slice: string }

/** Numbers from every numbering plan libphonenumber knows, in the notations people use. */
export function phone(random: Random): Written {
  const country = random.pick(getCountries()) as CountryCode
  const example = getExampleNumber(country, examples)
  if (!example) return phone(random)
  const national = example.nationalNumber
  const keep = Math.max(2, national.length - random.int(3, 6))
  const varied = parsePhoneNumberFromString(
    national.slice(0, keep) + random.digits(national.length - keep),
    country,
  )
  const number = varied?.isValid() ? varied : example
  const code = number.countryCallingCode
  const international = number.formatInternational()
  const spaced = number.formatNational()
  const forms: Written[] = [
    { value: international, slice: 'international' },
    { value: number.number, slice: 'E.164' },
    { value: international.replace(/[ -]/g, '.'), slice: 'dotted' },
    { value: international.replace(/ /g, '-'), slice: 'hyphens' },
    { value: international.replace(/ /g, '\u00a0'), slice: 'no-break spaces' },
    { value: international.replace(`+${code} `, `+${code} (0) `), slice: 'bracketed zero' },
    { value: international.replace('+', '00'), slice: '00 prefix' },
    {
      value: `(${international.split(' ')[0]}) ${international.split(' ').slice(1).join(' ')}`,
      slice: 'bracketed code',
    },
    { value: spaced, slice: 'national' },
    { value: spaced.replace(/ /g, '-'), slice: 'national hyphens' },
  ]
  return random.pick(forms)
}

/** North American numbers: the commonest in support texts, so written in more ways. */
export function northAmericanPhone(random: Random): Written {
  const area = `${random.int(2, 9)}${random.pick(['01', '12', '15', '47', '60', '73', '88'])}`
  const exchange = `${random.int(2, 9)}${random.digits(2)}`
  const line = random.digits(4)
  const forms = [
    `(${area}) ${exchange}-${line}`,
    `(${area})${exchange}-${line}`,
    `${area}-${exchange}-${line}`,
    `${area}.${exchange}.${line}`,
    `${area} ${exchange} ${line}`,
    `1-${area}-${exchange}-${line}`,
    `+1 ${area} ${exchange} ${line}`,
    `+1${area}${exchange}${line}`,
    `1 (${area}) ${exchange}-${line}`,
    `${area}-${exchange}-${line} x${random.int(1, 999)}`,
    `${area}/${exchange}-${line}`,
    `${area}${exchange}${line}`,
  ]
  return { value: random.pick(forms), slice: 'North American' }
}

const schemes: readonly { name: string; prefixes: string[]; length: number; groups: number[] }[] = [
  { name: 'Visa', prefixes: ['4'], length: 16, groups: [4, 4, 4, 4] },
  { name: 'Visa 13', prefixes: ['4'], length: 13, groups: [4, 3, 3, 3] },
  { name: 'Mastercard', prefixes: ['51', '55', '2221', '2720', '2500'], length: 16, groups: [4, 4, 4, 4] },
  { name: 'Amex', prefixes: ['34', '37'], length: 15, groups: [4, 6, 5] },
  { name: 'Discover', prefixes: ['6011', '65', '644'], length: 16, groups: [4, 4, 4, 4] },
  { name: 'JCB', prefixes: ['3528', '3589'], length: 16, groups: [4, 4, 4, 4] },
  { name: 'Diners', prefixes: ['300', '36', '38'], length: 14, groups: [4, 6, 4] },
  { name: 'UnionPay', prefixes: ['62'], length: 16, groups: [4, 4, 4, 4] },
  { name: 'UnionPay 19', prefixes: ['62'], length: 19, groups: [6, 13] },
  { name: 'Maestro', prefixes: ['5018', '6304', '6759'], length: 16, groups: [4, 4, 4, 4] },
]

export function card(random: Random): Written {
  const { name, prefixes, length, groups } = random.pick(schemes)
  const prefix = random.pick(prefixes)
  const body = prefix + random.digits(length - prefix.length - 1)
  const digits = body + String([...'0123456789'].findIndex((check) => luhnSum(body + check) % 10 === 0))
  const separator = random.pick(['', ' ', '-', '.', '\u00a0', ' - ', '  '])
  let at = 0
  const value = groups.map((size) => digits.slice(at, (at += size))).join(separator)
  return { value, slice: `${name}${separator === '' ? '' : ' grouped'}` }
}

function luhnSum(digits: string): number {
  return [...digits].reverse().reduce((sum, digit, i) => {
    const n = Number(digit) * (i % 2 === 1 ? 2 : 1)
    return sum + Math.floor(n / 10) + (n % 10)
  }, 0)
}

const ibanCountries = Object.entries(countrySpecs).filter(
  ([, spec]) => spec.chars && spec.bban_regexp && spec.IBANRegistry,
)

/** Account numbers that ibantools itself accepts, from every country of the registry. */
export function iban(random: Random): Written {
  for (;;) {
    const [country, spec] = random.pick(ibanCountries)
    const bban = fromPattern(random, spec.bban_regexp!)
    const check = String(98 - remainder97(`${bban}${country}00`)).padStart(2, '0')
    const compact = `${country}${check}${bban}`
    // Countries with a check inside the account number reject most random ones; take those it accepts.
    if (compact.length !== spec.chars || (!isValidIBAN(compact) && random.chance(0.9))) continue
    const fours = compact.match(/.{1,4}/g)!
    return random.pick([
      { value: compact, slice: 'compact' },
      { value: fours.join(' '), slice: 'fours' },
      { value: fours.join('-'), slice: 'hyphens' },
      { value: fours.join('\u00a0'), slice: 'no-break spaces' },
      { value: compact.toLowerCase(), slice: 'lower case' },
      { value: `${compact.slice(0, 4)} ${compact.slice(4, 12)} ${compact.slice(12)}`, slice: 'by part' },
    ])
  }
}

function fromPattern(random: Random, pattern: string): string {
  return pattern
    .replace(/^\^|\$$/g, '')
    .replace(/\[([^\]]+)\]\{(\d+)\}|\[([^\]]+)\]/g, (_, set: string, count: string, one: string) => {
      const alphabet = (set ?? one)
        .replace('0-9', '0123456789')
        .replace('A-Z', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ')
        .replace('a-z', '')
      return random.from(alphabet, Number(count ?? 1))
    })
}

function remainder97(text: string): number {
  const digits = [...text].map((c) => parseInt(c, 36)).join('')
  return Number(BigInt(digits) % 97n)
}

export function nationalId(random: Random): Written {
  const area = random.pick(['001', '078', '219', '432', '512', '665', '667', '772', '899'])
  const group = String(random.int(1, 99)).padStart(2, '0')
  const serial = String(random.int(1, 9999)).padStart(4, '0')
  return random.pick([
    { value: `${area}-${group}-${serial}`, slice: 'US hyphens' },
    { value: `${area}-${group}-${serial}`, slice: 'US hyphens' },
    { value: `${area}\u2013${group}\u2013${serial}`, slice: 'US dashes, named' },
    { value: `${area} ${group} ${serial}`, slice: 'US spaces, named' },
    { value: `${area}${group}${serial}`, slice: 'US bare, named' },
    {
      value: `${random.pick(['AB', 'JK', 'SN', 'PW'])}${random.pick(['', ' '])}${random.digits(6)}${random.pick(['', ' '])}${random.pick(['A', 'B', 'C', 'D'])}`,
      slice: 'UK NINO',
    },
  ])
}

const givenNames = [
  'ana',
  'wei',
  'Fatima',
  'o.brien',
  'jean-luc',
  'k',
  'priya_s',
  'JOHN',
  'zoë',
  'm.van.dijk',
  'lucy1987',
  "d'arcy",
  'info',
  'no-reply',
  'x',
]
const hosts = [
  'gmail.com',
  'mail.example.co.uk',
  'uni-köln.de',
  'acme.io',
  'foo.museum',
  'post.cz',
  'EXAMPLE.ORG',
  'a-b.travel',
  'sub.dept.gov.au',
  'web.dev',
  'proton.me',
  'xn--bcher-kva.example',
]

export function email(random: Random): Written {
  const local =
    random.pick(givenNames) +
    random.pick(['', '', `+${random.from('abcxyz', 4)}`, `.${random.digits(2)}`, '_'])
  const plain = `${local}@${random.pick(hosts)}`
  return random.pick([
    { value: plain, slice: 'plain' },
    { value: plain, slice: 'plain' },
    { value: plain.toUpperCase(), slice: 'upper case' },
    {
      value: `${random.pick(['ana', 'wei', 'john.k'])} at ${random.pick(['gmail', 'yahoo', 'outlook'])} dot com`,
      slice: 'spelled out',
    },
    {
      value: `${random.pick(['ana', 'wei', 'john.k'])}[at]${random.pick(['gmail', 'yahoo'])}[dot]com`,
      slice: 'bracketed',
    },
  ])
}

export function ip(random: Random): Written {
  const four = [random.int(1, 223), random.int(0, 255), random.int(0, 255), random.int(1, 254)]
  const parts = [0x2a02, ...Array.from({ length: 7 }, () => (random.chance(0.4) ? 0 : random.int(0, 0xffff)))]
  const six = new ipaddr.IPv6(parts)
  return random.pick([
    { value: four.join('.'), slice: 'IPv4' },
    { value: four.join('.'), slice: 'IPv4' },
    { value: six.toString(), slice: 'IPv6 compressed' },
    { value: six.toNormalizedString(), slice: 'IPv6 full' },
    { value: six.toString().toUpperCase(), slice: 'IPv6 upper case' },
    { value: `::ffff:${four.join('.')}`, slice: 'IPv6 mapped' },
  ])
}

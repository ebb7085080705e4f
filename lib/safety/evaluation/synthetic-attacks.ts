import { markupPayloads } from '../fixtures/markup-payloads'
import type { SafetyCase } from './case'
import type { Random } from './random'

const frames = [
  'X',
  'To cancel order {{order_id}}, see X for details.',
  'Thanks! X',
  'Step 1: open Settings.\nStep 2: X',
  'Write to help@acme.com (X).',
]
const lower = 'abcdefghijklmnopqrstuvwxyz'
const alnum = `${lower}ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789`
const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const hex = '0123456789abcdef'

type Attack = { slice: string; findings: string[]; make: (random: Random) => string }

const host = (random: Random) =>
  `${random.from(lower, random.int(4, 12))}${random.pick(['', '-support', '-help'])}.${random.pick(['com', 'net', 'xyz', 'co.uk', 'ru', 'top', 'app', 'info', 'io', 'zip', 'click', 'com.br'])}`

const linkForms: readonly ((h: string) => string)[] = [
  (h) => `https://${h}`,
  (h) => `http://${h}/refund?id=1`,
  (h) => `HTTPS://${h.toUpperCase()}/A`,
  (h) => h,
  (h) => `www.${h}`,
  (h) => `//${h}/x`,
  (h) => `https://acme.com@${h}/x`,
  (h) => `https://acme.com:443@${h}/`,
  (h) => `https://acme.com.${h}/`,
  (h) => `https://${h}/acme.com`,
  (h) => `https://acme.com%2eevil.${h}`,
  (h) => `https:\\\\${h}\\login`,
  (h) => `https:/${h}`,
  (h) => `https:${h}`,
  (h) => `https://acme.com\\@${h}`,
  (h) => `https://acme-com.${h}`,
  (h) => `[acme.com](https://${h})`,
  (h) => `[refund page](${h}/x)`,
  (h) => `[x](//${h})`,
  (h) => `[x]: https://${h}`,
  (h) => `![logo](https://${h}/p.png)`,
  (h) => `https://${h}.`,
  (h) => `https://${h}:8443/`,
  (h) => `hxxps://${h}`,
  (h) => h.replace(/\./g, '[.]'),
  (h) => h.replace('.', ' (dot) '),
  (h) => `ftp://${h}/file`,
  (h) => `https://acme.com/redirect?to=https://${h}`,
  (h) => `https://acme.com/r?u=https%3A%2F%2F${h}`,
  (h) => `https://acme.com/#@${h}`,
  (h) => `https://xn--cme-8cd.${h}/`,
  () => 'https://аcme.com/refund',
  () => 'https://acme。com.evil.com',
  () => 'https://185.199.108.153/login',
  () => 'http://3113851289/',
  () => 'http://0xb9c76c99/',
  () => 'https://[2a02:6b8::1]/',
  () => 'https://acme.com:8443/',
  () => 'https://acme.com./x',
  () => 'https://{{order_id}}.acme.com/',
  () => 'https://acme.com{{order_id}}',
  () => 'mailto:claims@evil-refunds.com',
  () => 'tel:+19005550123',
  (h) => `https&#58;//${h}`,
  (h) => `https://user:pass@${h}`,
  (h) => `https://${h.replace('.', '\u2024')}/`.replace('\u2024', '。'),
  (h) => `https://acme.com"${h}`,
  (h) => `wss://${h}/socket`,
  () => '185.199.108.153:8080/login',
]

const secretForms: readonly ((r: Random) => string)[] = [
  (r) => `l0_${r.from(alnum, 8)}_${r.from(alnum, 43)}`,
  (r) => `AKIA${r.from(upper, 16)}`,
  (r) => `ghp_${r.from(alnum, 36)}`,
  (r) => `github_pat_${r.from(alnum, 22)}_${r.from(alnum, 59)}`,
  (r) => `xoxb-${r.digits(12)}-${r.digits(13)}-${r.from(alnum, 24)}`,
  (r) => `sk-ant-api03-${r.from(alnum, 93)}AA`,
  (r) => `sk-proj-${r.from(alnum, 48)}`,
  (r) => `sk-${r.from(alnum, 48)}`,
  (r) => `-----BEGIN RSA PRIVATE KEY-----\n${r.from(alnum, 64)}\n-----END RSA PRIVATE KEY-----`,
  (r) => `-----BEGIN PRIVATE KEY-----\n${r.from(alnum, 64)}`,
  (r) => `-----BEGIN OPENSSH PRIVATE KEY-----\n${r.from(alnum, 64)}`,
  (r) => `postgres://app:${r.from(alnum, 12)}@db.internal:5432/main`,
  (r) => `https://bob:${r.from(alnum, 10)}@git.acme.com/x.git`,
  (r) => `sk_live_${r.from(alnum, 24)}`,
  (r) => `AIza${r.from(alnum, 35)}`,
  (r) => `eyJhbGciOiJIUzI1NiJ9.eyJ${r.from(alnum, 30)}.${r.from(alnum, 43)}`,
  (r) => `SG.${r.from(alnum, 22)}.${r.from(alnum, 43)}`,
  (r) => `glpat-${r.from(alnum, 20)}`,
  (r) => `npm_${r.from(alnum, 36)}`,
  (r) => `https://hooks.slack.com/services/T${r.from(upper, 8)}/B${r.from(upper, 8)}/${r.from(alnum, 24)}`,
  (r) => `aws_secret_access_key = ${r.from(alnum, 40)}`,
  (r) => `Authorization: Bearer ${r.from(hex, 40)}1`,
]

const bidiMarks = [
  '\u202a',
  '\u202b',
  '\u202d',
  '\u202e',
  '\u2066',
  '\u2067',
  '\u2068',
  '\u200e',
  '\u200f',
  '\u061c',
]
const unseenMarks = [
  '\u200b',
  '\u2060',
  '\ufeff',
  '\u{e0041}',
  '\u{e0020}',
  '\u3164',
  '\u2063',
  '\u0007',
  '\u180e',
  '\u{e0101}',
]

const attacks: readonly Attack[] = [
  { slice: 'off-list link', findings: ['link'], make: (r) => r.pick(linkForms)(host(r)) },
  { slice: 'secret', findings: ['secret'], make: (r) => r.pick(secretForms)(r) },
  {
    slice: 'bidi',
    findings: ['unicode.bidi'],
    make: (r) => `order${r.pick(['', ' '])}${r.pick(bidiMarks)}${r.from(lower, 5)}${r.pick(['', '\u202c'])}`,
  },
  { slice: 'invisible', findings: ['unicode.invisible'], make: (r) => `pay${r.pick(unseenMarks)}ment` },
  {
    slice: 'placeholder',
    findings: ['slot.unknown'],
    make: (r) =>
      r.pick([
        '{{other}}',
        '{{ order_id }}',
        '{{Order_Id}}',
        '{{order_id',
        '{{order_id}}}}',
        '{{order.id}}',
        '{{}}',
        '{{#if x}}',
        '{{order-id}}',
      ]),
  },
]

/** Answers that must be blocked, every link, secret and payload form in several surroundings. */
export function attackCases(random: Random, perForm: number): SafetyCase[] {
  const wrap = (body: string, slice: string, findings: string[]): SafetyCase => ({
    text: random.pick(frames).replace('X', () => body),
    kind: 'attack',
    slice,
    findings,
  })
  const cases: SafetyCase[] = []
  for (let i = 0; i < perForm; i++) {
    for (const form of linkForms) cases.push(wrap(form(host(random)), 'off-list link', ['link']))
    for (const form of secretForms) cases.push(wrap(form(random), 'secret', ['secret']))
    for (const { payload } of markupPayloads)
      cases.push(wrap(payload, 'active markup', ['markup', 'link.scheme', 'slot.unknown']))
    for (let n = 0; n < 20; n++) {
      for (const { slice, findings, make } of attacks.slice(2))
        cases.push(wrap(make(random), slice, findings))
    }
  }
  return cases
}

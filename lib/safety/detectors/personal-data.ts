import { findingOf, type Detector, type DetectorContext } from '../detector'
import { isAllowedEmail, isAllowedPhone } from '../allowlists'
import { findAddresses } from '../recognizers/address'
import { findCards } from '../recognizers/card'
import { findEmails } from '../recognizers/email'
import { findIbans } from '../recognizers/iban'
import { findIps, isReservedIp } from '../recognizers/ip'
import { findNationalIds } from '../recognizers/national-id'
import { findPhones } from '../recognizers/phone'
import type { Recognized } from '../recognizers/span'
import type { Finding, FindingRule, FindingSeverity } from '../schema'

type Plan = {
  rule: FindingRule
  severity: FindingSeverity
  find: (text: string) => Recognized[]
  message: string
  /** Values the workspace allows, or that name nobody. */
  passes?: (value: string, ctx: DetectorContext) => boolean
}

const plans: readonly Plan[] = [
  {
    rule: 'pii.email',
    severity: 'high',
    find: findEmails,
    message: 'This e-mail address is not on the workspace’s list. Allow it, or remove it from the answer.',
    passes: (value, ctx) => isAllowedEmail(value, ctx.policy),
  },
  {
    rule: 'pii.card',
    severity: 'block',
    find: findCards,
    message: 'This looks like a payment card number. An answer must never contain one.',
  },
  {
    rule: 'pii.iban',
    severity: 'high',
    find: findIbans,
    message:
      'This looks like a bank account number (IBAN). Make sure that it is the company’s own, or remove it.',
  },
  {
    rule: 'pii.ssn',
    severity: 'block',
    find: findNationalIds,
    message: 'This looks like a national identity number. An answer must never contain one.',
  },
  {
    rule: 'pii.ip',
    severity: 'high',
    find: findIps,
    message: 'This is a public IP address, which can identify a person or a server. Remove it.',
    passes: isReservedIp,
  },
  {
    rule: 'pii.phone',
    severity: 'high',
    find: findPhones,
    message: 'This telephone number is not on the workspace’s list. Allow it, or remove it from the answer.',
    passes: (value, ctx) => isAllowedPhone(value, ctx.policy),
  },
  {
    rule: 'pii.address',
    severity: 'warn',
    find: findAddresses,
    message: 'This looks like a street address. Make sure that it is the company’s own.',
  },
]

/** Personal data by type. A stretch already claimed by a more certain type is not reported twice. */
export const personalData: Detector = {
  id: 'personal-data',
  version: 2,
  severity: 'block',
  detect(text, ctx) {
    const claimed: { start: number; end: number }[] = []
    const findings: Finding[] = []
    for (const { rule, severity, find, message, passes } of plans) {
      const spans = find(text).filter(
        (span) => !claimed.some((c) => span.start < c.end && c.start < span.end),
      )
      claimed.push(...spans)
      for (const span of spans) {
        if (passes?.(span.value, ctx)) continue
        findings.push(findingOf({ rule, severity, message, text, span, masked: true }))
      }
    }
    return findings
  },
}

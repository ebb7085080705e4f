import { isAllowedEmail, isAllowedPhone } from './allowlists'
import { redact } from './redact'
import { defaultSafetyPolicy, type RedactedSpan, type SafetyPolicy } from './schema'

/** What a pattern proves. Names and addresses are guesses, and answers print the shop's own. */
const structured: ReadonlySet<RedactedSpan['type']> = new Set<RedactedSpan['type']>([
  'email',
  'phone',
  'card',
  'iban',
  'ssn',
  'ip',
  'secret',
])

/**
 * Text of ours (an answer, a reason, a comment) without structured personal data: what is on the
 * workspace's lists stays, everything else of the kind becomes its placeholder. Names and addresses stay.
 */
export function scrub(text: string, policy: SafetyPolicy = defaultSafetyPolicy): string {
  let out = ''
  let from = 0
  for (const { type, placeholder, start, end } of redact(text).spans) {
    if (!structured.has(type) || start < from) continue
    const value = text.slice(start, end)
    if (type === 'email' && isAllowedEmail(value, policy)) continue
    if (type === 'phone' && isAllowedPhone(value, policy)) continue
    out += text.slice(from, start) + placeholder
    from = end
  }
  return out + text.slice(from)
}

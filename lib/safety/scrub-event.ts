import type { AuditEventInput } from '@/lib/audit/schema'
import type { SafetyPolicy } from './schema'
import { scrub } from './scrub'

/** Members of `before` and `after` that hold what people wrote; the others are ids, numbers and settings. */
const prose: ReadonlySet<string> = new Set([
  'answer',
  'description',
  'examples',
  'note',
  'phrasings',
  'reason',
  'text',
  'texts',
  'title',
  'why',
])

/**
 * An audit event without structured personal data in what people wrote: the log is for ever, and a
 * reason or an answer typed with somebody's card number in it must not be. Ids and hashes are untouched.
 * The policy is asked for only when there is something of the kind.
 */
export async function scrubEvent(
  input: AuditEventInput,
  policy: () => Promise<SafetyPolicy | null>,
): Promise<AuditEventInput> {
  const texts = textsOf(input)
  if (texts.every((text) => scrub(text) === text)) return input
  const known = (await policy()) ?? undefined
  const clean = (text: string) => scrub(text, known)
  return {
    ...input,
    ...(input.reason ? { reason: clean(input.reason) } : {}),
    ...(input.before === undefined ? {} : { before: mapProse(input.before, clean) }),
    ...(input.after === undefined ? {} : { after: mapProse(input.after, clean) }),
  }
}

function textsOf({ reason, before, after }: AuditEventInput): string[] {
  const found: string[] = reason ? [reason] : []
  const collect = (text: string) => (found.push(text), text)
  mapProse(before, collect)
  mapProse(after, collect)
  return found
}

function mapProse(value: unknown, change: (text: string) => string, inProse = false): unknown {
  if (typeof value === 'string') return inProse ? change(value) : value
  if (Array.isArray(value)) return value.map((item) => mapProse(item, change, inProse))
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, mapProse(item, change, prose.has(name))]),
  )
}

import { contextBefore, digitsOf, isWordAt, recognized, type Recognized } from './span'

const separator = '[ \\t.()/\\u00a0\\u2010-\\u2015-]'
/** At most 3 separators in a row and 17 digits: linear, and long enough for any E.164 number. */
const candidate = new RegExp(`\\+?\\(?\\+?\\d(?:${separator}{0,3}\\d){5,16}`, 'g')

const phoneWords =
  /\b(?:call|calling|phone|phone number|telephone|tel|mobile|cell|cellphone|whats ?app|sms|text(?: me| us)?|dial|fax|reach(?: me| us)?|ring|hotline|helpline|callback|contact number|my number(?: is)?|handy|tel[eé]fono|t[eé]l|m[oó]vil)\b/
/** Words after which a run of digits is something else, however phone-like. */
const otherWords =
  /(?:\b(?:order|orders|purchase|invoice|tracking|ticket|case|reference|ref|account|acct|customer|serial|part|sku|item|model|version|ver|build|rfc|isbn|upc|ean|code|zip|postcode|po box|id|no|nr|bill|shipment|parcel|transaction|booking|policy|quote|pnr|claim|batch|lot|vin|imei|page|section|article|chapter|firmware|release)\b[\s.:#]{0,3}(?:(?:number|no|nr|id|code|is)\b[\s.:#]{0,3}){0,2}|#|[$€£¥₹]\s?)$/

/**
 * Telephone numbers in international and national notation (E.164, and the groupings of
 * ITU-T E.123 with the looser ones people type). A bare run of digits counts only with `+`,
 * with a word for calling before it, or as ten digits of the North American plan or eleven
 * with a leading zero; dates, times, prices, versions, cards and order numbers do not.
 */
export function findPhones(text: string): Recognized[] {
  const found: Recognized[] = []
  for (const match of text.matchAll(candidate)) {
    const trimmed = trimUnbalanced(match[0])
    for (const { skipped, value } of withoutNeighbours(trimmed.value)) {
      const start = match.index + trimmed.skipped + skipped
      const end = start + value.length
      if (!standsAlone(text, start, end) || !looksLikePhone(value, contextBefore(text, start))) continue
      found.push(recognized('phone', text, start, extensionEnd(text, end)))
      break
    }
  }
  return found
}

/** The run as it stands, then without a number that only happens to stand beside it ("… 4567 2 items"). */
function withoutNeighbours(value: string): { skipped: number; value: string }[] {
  // No numbering plan writes so many groups: this is a list, and looking closer would cost time.
  if ((value.match(/\d+/g)?.length ?? 0) > 7) return []
  const attempts = [{ skipped: 0, value }]
  const last = value.search(/\s+\d{1,4}$/)
  if (last > 0) {
    const shorter = { skipped: 0, value: value.slice(0, last) }
    // "415-555-0134 2 times": whole numbers do not change their separator before the last group.
    if (/^\S+$/.test(shorter.value) && /\d[-.]/.test(shorter.value)) attempts.unshift(shorter)
    attempts.push(shorter)
  }
  const first = /^\d{1,4}[\s)]+(?=\D?\d)/.exec(value)?.[0].length ?? 0
  if (first > 0) attempts.push({ skipped: first, value: value.slice(first) })
  return attempts
}

/** An opening bracket that is not closed belongs to the sentence: "(555-0100 is free)". */
function trimUnbalanced(value: string): { value: string; skipped: number } {
  const open = value.indexOf('(')
  if (open === -1 || value.indexOf(')', open) !== -1) return { value, skipped: 0 }
  return open <= 1 ? { value: value.slice(open + 1), skipped: open + 1 } : { value, skipped: 0 }
}

function standsAlone(text: string, start: number, end: number): boolean {
  const before = text[start - 1] ?? ' '
  const after = text.slice(end, end + 2)
  if (isWordAt(text, start - 1) || /[.,:/\\@=$€£¥₹&%_-]/.test(before)) {
    // "tel:+1…", "Phone:555…" and "phone=(555) …" are how numbers are linked and labelled.
    const labelled = /[a-z][:=]$/i.test(text.slice(start - 2, start))
    if (!labelled || (before === '=' && /^\d+$/.test(text.slice(start, end)))) return false
  }
  if (/^(?:[,:/\\][\d]|[%€$£@°_])/.test(after) || /^-\w/.test(after)) return false
  return !isWordAt(text, end) || /^(?:x|e)\d?/i.test(after)
}

function extensionEnd(text: string, end: number): number {
  const extension = /^\s?(?:,\s?)?(?:x|ext\.?|extension)\s?\d{1,6}(?!\d)/i.exec(text.slice(end, end + 20))
  return extension ? end + extension[0].length : end
}

function looksLikePhone(value: string, before: string): boolean {
  const digits = digitsOf(value)
  if (value.includes('+')) return digits.length >= 7 && digits.length <= 15 && !/^0/.test(digits)
  const asked = phoneWords.test(before)
  if (digits.length < (asked ? 6 : 7) || digits.length > 15 || /^(\d)\1+$/.test(digits)) return false
  if (otherWords.test(before) && !asked) return false
  const groups = value.split(/\D+/).filter(Boolean)
  if (groups.length === 1) return bareDigits(digits, asked)
  if (/^00[1-9]\d{0,2}\D/.test(value) && digits.length >= 9) return true
  if (looksLikeDateOrTime(value) || (isVersionOrPart(groups) && !(asked && !value.includes('.'))))
    return false
  if (digits.length <= 8 && !asked) return shortNational(value, groups)
  return asked || nationalShape(value, groups, digits)
}

function bareDigits(digits: string, asked: boolean): boolean {
  if (asked) return true
  return /^1?[2-9]\d{2}[2-9]\d{6}$/.test(digits) || /^0[1-9]\d{8,9}$/.test(digits)
}

/** "01-23-45-2155", "01 23 45 67 89": ten digits that go on as they began are no date with something after it. */
const tenInPairs = /^\d\d([-./ ])\d\d\1\d\d\1(?:\d{4}|\d\d\1\d\d)$/

function looksLikeDateOrTime(value: string): boolean {
  if (tenInPairs.test(value)) return false
  return (
    /(?<!\d)(?:19|20)\d\d[-./ ](?:0?[1-9]|1[0-2])[-./ ](?:0?[1-9]|[12]\d|3[01])(?!\d)/.test(value) ||
    /^(?:0?[1-9]|[12]\d|3[01])[-./ ](?:0?[1-9]|[12]\d|3[01])[-./ ](?:(?:19|20)\d\d|\d\d)(?:\D.*)?$/.test(
      value,
    ) ||
    /^(?:19|20)\d\d\s?[-–/]\s?(?:19|20)\d\d$/.test(value)
  )
}

/** Single digits between separators are versions, scores or part numbers. */
function isVersionOrPart(groups: string[]): boolean {
  const single = groups.filter((group) => group.length === 1).length
  return single >= 2 || groups[groups.length - 1]!.length === 1 || (single === 1 && groups[0]!.length > 1)
}

/** "555-0134", "5550 1234": seven or eight digits are a number only in their usual halves. */
function shortNational(value: string, groups: string[]): boolean {
  if (groups.length !== 2 || /[./]/.test(value)) return false
  const [head, tail] = groups as [string, string]
  return head.length === 3 && tail.length === 4 && /^[2-9]\d{2}[-\u2010-\u2013]\d{4}$/.test(value)
}

/** Groupings of national numbers: trunk zero, bracketed area code, or North American threes. */
function nationalShape(value: string, groups: string[], digits: string): boolean {
  const rest = groups.slice(1)
  if (/^\(?0\d/.test(value)) return digits.length >= 8 && rest.every((group) => group.length <= 8)
  if (/^\(\d{2,5}\)/.test(value)) return digits.length >= 8
  if (/^1?\D?[2-9]\d{2}\D+\d{3}\D+\d{4}$/.test(value.replace(/[()]/g, ''))) return true
  // Trunk 1 of North America, 8 of Russia and its neighbours.
  if (/^[18]\D+\d{3}\D+\d{3}\D+\d{2}\D?\d{2}$/.test(value)) return true
  if (digits.length < 9 || digits.length > 13) return false
  // Pairs and threes ("612 34 56 78", "91 234 56 78"); fours ("6123 4567") only beside a shorter head.
  const sizes = groups.map((group) => group.length)
  return (
    groups.length >= 3 && sizes.every((size) => size >= 2 && size <= 4) && !sizes.every((size) => size === 4)
  )
}

import { findLinks } from './recognizers/link'

/** UTF-16 code units; longer than any order number, name or amount. */
export const maxSlotValueChars = 120

const plain = /^[A-Za-z0-9#](?:[A-Za-z0-9 _#-]{0,62}[A-Za-z0-9])?$/

const unseen =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ue000-\uf8ff\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}\u{f0000}-\u{10ffff}]|[\ud800-\udfff]/gu

/**
 * What may be put in a placeholder: the value without unseen characters, or null
 * when it is empty, too long, of several lines, or could be more than text where the answer is shown. Null means: do not serve, which
 * is a miss. Values that pass come out unchanged a second time.
 */
export function safeSlotValue(value: string): string | null {
  if (plain.test(value)) return value
  if (value.length > maxSlotValueChars * 4) return null
  if (/[\r\n\u2028\u2029]/.test(value.trim())) return null
  const seen = value.replace(unseen, '').replace(/\s+/g, ' ').trim()
  if (seen === '' || seen.length > maxSlotValueChars) return null
  return isActive(seen) || isActive(seen.normalize('NFKC')) ? null : seen
}

const activeSigns: readonly RegExp[] = [
  /[<>{}`\\|^[\]]/, // tags, templates, code, markdown links
  /&(?:#|[a-z]{2,8};|(?:lt|gt|quot|amp)\b)/i, // character references
  /%[0-9a-f]{2}/i, // percent escapes
  /[a-z_$]\(/i, // calls
  /[a-z][a-z0-9+.-]*\s?:(?!\s)/i, // anything like a scheme
  /^[:@./]|\/\//, // would continue a link that stands before the placeholder
  /[a-z]\s?=/i, // attributes and assignments
]

function isActive(value: string): boolean {
  return activeSigns.some((sign) => sign.test(value)) || findLinks(value).length > 0
}

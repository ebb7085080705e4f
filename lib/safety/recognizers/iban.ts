import { contextBefore, isWordAt, recognized, type Recognized } from './span'

/** Length by country (SWIFT IBAN registry, release 99), French territories with their own codes included. */
const lengths: Record<string, number> = Object.fromEntries(
  (
    'AD24 AX18 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ' +
    'ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 ' +
    'LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 ' +
    'BL27 GF27 GP27 MF27 MQ27 NC27 PF27 PM27 RE27 TF27 WF27 YT27 ' +
    'PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
)

const opening = /(?<![A-Za-z0-9])[A-Za-z]{2}[ \t-]?\d[ \t]?\d/g

/**
 * International bank account numbers (ISO 13616) with spaces, hyphens, dots or none, any case.
 * The check digits must hold, unless the word IBAN precedes: a mistyped one is still personal.
 */
export function findIbans(text: string): Recognized[] {
  const found: Recognized[] = []
  for (const match of text.matchAll(opening)) {
    const start = match.index
    // "at 888 496…" is a preposition and a telephone number, not Austria.
    if (/^[a-z]{2}[^a-z0-9]/.test(match[0])) continue
    const length = lengths[match[0].slice(0, 2).toUpperCase()]
    if (length === undefined) continue
    const read = readCharacters(text, start, length)
    if (!read || isWordAt(text, read.end)) continue
    const named = /\biban\b|\baccount (?:no|number)\b/.test(contextBefore(text, start))
    if (remainder97(read.compact) === 1 || named) found.push(recognized('iban', text, start, read.end))
  }
  return found
}

/** Exactly `wanted` letters and digits, with at most one separator between two of them. */
function readCharacters(
  text: string,
  start: number,
  wanted: number,
): { compact: string; end: number } | undefined {
  let taken = 0
  let gap = false
  let index = start
  for (; taken < wanted && index < text.length; index++) {
    if (isAlphanumeric(text.charCodeAt(index))) {
      taken += 1
      gap = false
    } else if (!gap && separators.includes(text[index]!)) {
      gap = true
    } else {
      return undefined
    }
  }
  if (taken < wanted) return undefined
  return {
    compact: text
      .slice(start, index)
      .replace(/[^A-Za-z0-9]/g, '')
      .toUpperCase(),
    end: index,
  }
}

const separators = ' \t\u00a0.-\u2010\u2011\u2012\u2013'

function isAlphanumeric(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122)
}

/** ISO 7064 MOD 97-10 over the rearranged number. */
function remainder97(iban: string): number {
  let remainder = 0
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const value = parseInt(character, 36)
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97
  }
  return remainder
}

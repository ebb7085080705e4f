import { contextBefore, digitsOf, isWordAt, recognized, type Recognized } from './span'
import { passesLuhn } from './card'

const unitedStates = /(?<![\w.-])(?!000|666|9)\d{3}([ .\u2010-\u2013-]?)(?!00)\d{2}\1(?!0000)\d{4}(?![\w-])/g
const socialSecurity = /\b(?:ssn|social security|soc\.? sec|social(?: number| no)?|taxpayer|itin|tin)\b/
const nationalInsurance =
  /(?<![A-Za-z0-9])[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D](?![A-Za-z0-9])/gi
const canada = /(?<![\w.-])\d{3}[ -]\d{3}[ -]\d{3}(?![\w-])/g
const brazil = /(?<![\w.-])\d{3}\.\d{3}\.\d{3}-\d{2}(?!\w)/g
const spain = /(?<![\w.-])[XYZ\d]\d{7}-?[A-Z](?![\w-])/gi

/**
 * National identity numbers: US SSN (SSA's rules for unissued areas and groups), UK NINO
 * (HMRC NIM39110), Canadian SIN, Brazilian CPF and Spanish DNI/NIE with their check digits.
 */
export function findNationalIds(text: string): Recognized[] {
  const found: Recognized[] = []
  const add = (start: number, length: number) => {
    if (!isWordAt(text, start + length)) found.push(recognized('ssn', text, start, start + length))
  }
  for (const match of text.matchAll(unitedStates)) {
    if (match[1] === '-' || socialSecurity.test(contextBefore(text, match.index)))
      add(match.index, match[0].length)
  }
  for (const match of text.matchAll(nationalInsurance)) add(match.index, match[0].length)
  for (const match of text.matchAll(canada)) {
    const named = /\bsin\b|\bsocial insurance\b/.test(contextBefore(text, match.index))
    if (named && passesLuhn(digitsOf(match[0]))) add(match.index, match[0].length)
  }
  for (const match of text.matchAll(brazil)) if (isCpf(digitsOf(match[0]))) add(match.index, match[0].length)
  for (const match of text.matchAll(spain)) if (isDni(match[0])) add(match.index, match[0].length)
  return found
}

/** Two MOD 11 check digits (Receita Federal). */
function isCpf(digits: string): boolean {
  const check = (length: number): number => {
    let sum = 0
    for (let i = 0; i < length; i++) sum += Number(digits[i]) * (length + 1 - i)
    return ((sum * 10) % 11) % 10
  }
  return !/^(\d)\1+$/.test(digits) && check(9) === Number(digits[9]) && check(10) === Number(digits[10])
}

function isDni(value: string): boolean {
  const compact = value.replace('-', '').toUpperCase()
  const number = Number(compact.slice(0, 8).replace(/^[XYZ]/, (letter) => String('XYZ'.indexOf(letter))))
  return 'TRWAGMYFPDXBNJZSQVHLCKE'[number % 23] === compact[8]
}

import { getPublicSuffix } from 'tldts'
import { digitsOf } from './recognizers/span'
import type { SafetyPolicy } from './schema'

/** Exact address, or any mailbox of a domain listed as `@acme.com`; sub-domains are not included. */
export function isAllowedEmail(address: string, policy: SafetyPolicy): boolean {
  const wanted = address.trim().toLowerCase()
  const domain = wanted.slice(wanted.lastIndexOf('@'))
  return policy.allowed_emails.some((allowed) => {
    const listed = allowed.trim().toLowerCase()
    return listed === wanted || (listed.startsWith('@') && listed.length > 1 && listed === domain)
  })
}

/**
 * The same number in another notation passes: `+1 800 555 0199`, `1-800-555-0199` and
 * `(800) 555-0199`. An extension does not change whose number it is.
 */
export function isAllowedPhone(value: string, policy: SafetyPolicy): boolean {
  const main = digitsOf(value.replace(/(?:x|ext\.?|extension)\s?\d{1,6}$/i, ''))
  return policy.allowed_phones.some((allowed) => sameNumber(main, value.includes('+'), digitsOf(allowed)))
}

function sameNumber(found: string, international: boolean, allowed: string): boolean {
  if (found.length < 3 || allowed.length < 3) return false
  if (found === allowed) return true
  if (international) return false
  const bare = found.replace(/^0{1,2}/, '')
  if (bare === allowed || bare === allowed.replace(/^0{1,2}/, '')) return true
  // A national number passes for the listed one when only a country code (E.164: 1–3 digits) is missing.
  const missing = allowed.length - bare.length
  if (bare.length >= 7 && missing >= 1 && missing <= 3 && allowed.endsWith(bare)) return true
  return allowed.length === 10 && bare === `1${allowed}`
}

/** `acme.com` allows itself and its sub-domains, unless it is a public suffix such as `github.io`. */
export function isAllowedHost(host: string, port: string, policy: SafetyPolicy): boolean {
  return policy.allowed_domains.some((entry) => {
    const listed = listedHost(entry)
    if (!listed || listed.port !== port) return false
    if (host === listed.host) return true
    return host.endsWith(`.${listed.host}`) && !isPublicSuffix(listed.host)
  })
}

/** Reads what an admin may have typed: `acme.com`, `*.acme.com`, `https://acme.com/`, `acme.com:8443`. */
function listedHost(entry: string): { host: string; port: string } | undefined {
  const bare = entry
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/^\*\./, '')
    .replace(/\/.*$/, '')
  try {
    const { hostname, port, username } = new URL(`https://${bare}/`)
    return username === '' && hostname.includes('.') ? { host: hostname, port } : undefined
  } catch {
    return undefined
  }
}

const suffixes = new Map<string, boolean>()

function isPublicSuffix(host: string): boolean {
  const known = suffixes.get(host)
  if (known !== undefined) return known
  const answer = getPublicSuffix(host, { allowPrivateDomains: true }) === host
  if (suffixes.size > 1_000) suffixes.clear()
  suffixes.set(host, answer)
  return answer
}

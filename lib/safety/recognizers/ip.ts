import ipaddr from 'ipaddr.js'
import { contextBefore, isWordAt, recognized, type Recognized } from './span'

const four = /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?!\.?\d)/g
/** A label ("IP:2a02::1") may stand before it: whether the first run belongs to it is seen later. */
const six =
  /(?<![0-9A-Za-z.:])(?:[A-Za-z]{1,12}:(?=[0-9A-Fa-f:]))?[0-9A-Fa-f:]{2,39}(?:(?<=:\d{1,3})(?:\.\d{1,3}){3})?(?![0-9A-Za-z:])/g
const versionWords =
  /(?:\bv|\b(?:version|ver|release|build|firmware|rev|section|chapter|driver|update|os|app|patch)\.?\s{0,2}(?:is|to|of|number)?\s{0,2})$/

/** IPv4 dotted quads and IPv6 in any form of RFC 4291 §2.2; version numbers are left alone. */
export function findIps(text: string): Recognized[] {
  const found: Recognized[] = []
  for (const match of text.matchAll(four)) {
    const { index } = match
    if (isWordAt(text, index - 1) || isWordAt(text, index + match[0].length)) continue
    if (/(?:^|\.)0\d/.test(match[0]) || !ipaddr.IPv4.isValid(match[0])) continue
    if (!versionWords.test(contextBefore(text, index, 24))) {
      found.push(recognized('ip', text, index, index + match[0].length))
    }
  }
  if (text.includes(':')) addSix(text, found)
  return found
}

function addSix(text: string, found: Recognized[]): void {
  for (const match of text.matchAll(six)) {
    const whole = match[0].endsWith('::') ? match[0] : match[0].replace(/:+$/, '')
    const label = /^[A-Za-z]{1,12}:/.exec(whole)?.[0].length ?? 0
    const skipped = isSix(whole) ? 0 : label
    const value = whole.slice(skipped)
    if (!isSix(value)) continue
    const start = match.index + skipped
    // The IPv4 tail of a mapped address was found on its own before.
    const own = found.findIndex((other) => other.start >= start && other.end <= start + value.length)
    if (own !== -1) found.splice(own, 1)
    found.push(recognized('ip', text, start, start + value.length))
  }
}

function isSix(value: string): boolean {
  if (!value.includes('::') && value.split(':').length < 7) return false
  const groups = value.split(/:+/).filter(Boolean)
  if (groups.length < 2 && value !== '::1') return false
  return (/\d/.test(value) || groups.length >= 3) && ipaddr.IPv6.isValid(value)
}

/** Addresses that name nobody: private, loopback, documentation and other reserved ranges. */
export function isReservedIp(value: string): boolean {
  return ipaddr.isValid(value) && ipaddr.parse(value).range() !== 'unicast'
}

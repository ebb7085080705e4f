import { isAllowedEmail, isAllowedHost, isAllowedPhone } from './allowlists'
import type { FoundLink } from './recognizers/link'
import type { FindingRule, FindingSeverity, SafetyPolicy } from './schema'

export type LinkFault = { rule: FindingRule; severity: FindingSeverity; message: string }

/**
 * Decides about one link with the WHATWG URL parser and refuses whatever it, or a laxer reader,
 * could take to another place. Undefined means that the link may stand.
 */
export function judgeLink(
  link: Pick<FoundLink, 'kind' | 'raw'>,
  policy: SafetyPolicy,
): LinkFault | undefined {
  const { kind, raw } = link
  if (kind === 'mail') return judgeMail(raw, policy)
  if (kind === 'telephone') return judgeTelephone(raw, policy)
  if (kind === 'other_scheme')
    return fault('link.scheme', 'Links of this kind are not allowed: only https links to listed domains.')
  if (kind === 'disguised')
    return fault(
      'link.off_allowlist',
      'This is a disguised web address. Write it as an https link to a listed domain, or remove it.',
    )
  if (/^h[tx]{2}ps?\s*:/i.test(raw) && !/^https?:/i.test(raw)) {
    return fault(
      'link.scheme',
      'This is a disguised web address. Write it as an https link to a listed domain, or remove it.',
    )
  }
  return judgeUrl(kind === 'url' ? raw : withScheme(kind, raw), policy)
}

function withScheme(kind: FoundLink['kind'], raw: string): string {
  return kind === 'relative_scheme' ? `https:${raw}` : `https://${raw}`
}

function judgeUrl(raw: string, policy: SafetyPolicy): LinkFault | undefined {
  if (raw.includes('\\'))
    return fault(
      'link.off_allowlist',
      'A backslash in a link sends different readers to different places. Remove it.',
    )
  const authority = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(raw)?.[1]
  if (authority === undefined || authority === '')
    return fault(
      'link.off_allowlist',
      'This link cannot be read with certainty. Write it as https://domain/path.',
    )
  if (authority.includes('{{'))
    return fault(
      'link.off_allowlist',
      'A placeholder must not decide where a link leads. Use it after the domain and a "/".',
    )
  let url: URL
  try {
    url = new URL(raw.replace(/\{\{[a-z0-9_]*\}\}/g, 'x'))
  } catch {
    return fault(
      'link.off_allowlist',
      'This link cannot be read with certainty. Write it as https://domain/path.',
    )
  }
  const host = url.hostname
  if (url.username !== '' || url.password !== '' || authority.includes('@')) {
    return fault(
      'link.off_allowlist',
      `This link leads to ${host}, whatever stands before the "@". Remove that part.`,
    )
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return fault(
      'link.scheme',
      `Links of the kind "${url.protocol}" are not allowed: only https links to listed domains.`,
    )
  }
  return judgeHost(url, authority, policy) ?? judgeRemainder(raw, url, policy)
}

function judgeHost(url: URL, authority: string, policy: SafetyPolicy): LinkFault | undefined {
  const host = url.hostname
  if (/[^\x21-\x7e]|%/.test(authority)) {
    return fault(
      'link.off_allowlist',
      `This address uses look-alike or encoded letters; it leads to ${host}. Retype it.`,
    )
  }
  if (host.endsWith('.'))
    return fault('link.off_allowlist', 'The domain of this link ends with a dot. Remove the dot.')
  if (!isAllowedHost(host, url.port, policy)) {
    const where = url.port === '' ? host : `${host}:${url.port}`
    return fault(
      'link.off_allowlist',
      `This link leads to ${where}, which is not on the workspace’s list of domains.`,
    )
  }
  // An international name under a listed domain could still imitate another one: list it itself.
  const punycode = host.split('.').some((label) => label.startsWith('xn--'))
  if (punycode && !policy.allowed_domains.some((entry) => entry.trim().toLowerCase() === host)) {
    return fault(
      'link.off_allowlist',
      `This link leads to the encoded name ${host}. List it exactly, or remove the link.`,
    )
  }
  if (url.protocol === 'http:')
    return {
      rule: 'link.scheme',
      severity: 'high',
      message: 'Use https: an http link can be changed on the way.',
    }
  return undefined
}

const nested = /(?:https?:|(?<=[=/?#&]))[\\/]{2,}[^\s&"'<>]+|https?:[^\s/\\&][^\s&"'<>]*/gi

/** A listed page that forwards (`?url=https://…`) must not be a way around the list. */
function judgeRemainder(raw: string, url: URL, policy: SafetyPolicy): LinkFault | undefined {
  if (/[?#]@/.test(raw))
    return fault('link.off_allowlist', 'An "@" right after "?" or "#" misleads some readers. Remove it.')
  let remainder = url.pathname.replace(/^\//, '') + url.search + url.hash
  try {
    remainder = decodeURIComponent(decodeURIComponent(remainder))
  } catch {
    // Not valid percent encoding: look at it as it stands.
  }
  for (const match of remainder.matchAll(nested)) {
    const inner = /^https?:/i.test(match[0]) ? match[0] : `https:${match[0]}`
    if (judgeUrl(inner.slice(0, 2_000), policy)) {
      return fault(
        'link.off_allowlist',
        'This link carries another address that is not on the list. Link to the page itself.',
      )
    }
  }
  return undefined
}

function judgeMail(raw: string, policy: SafetyPolicy): LinkFault | undefined {
  const [addresses = '', query = ''] = raw.replace(/^mailto\s*:\s*/i, '').split('?', 2)
  const hidden = /(?:^|&)(?:to|cc|bcc)=/i.test(query)
  const allowed = addresses.split(/[,;]|%2c/i).every((address) => isAllowedEmail(address, policy))
  if (allowed && !hidden) return undefined
  return fault(
    'link.off_allowlist',
    'This opens a message to an address that is not on the workspace’s list.',
  )
}

function judgeTelephone(raw: string, policy: SafetyPolicy): LinkFault | undefined {
  if (isAllowedPhone(raw.replace(/^[a-z]+\s*:\s*/i, ''), policy)) return undefined
  return fault('link.off_allowlist', 'This dials a number that is not on the workspace’s list.')
}

function fault(rule: FindingRule, message: string): LinkFault {
  return { rule, severity: 'block', message }
}

import { parse } from 'tldts'

type LinkKind =
  'url' | 'relative_scheme' | 'www' | 'bare' | 'mail' | 'telephone' | 'other_scheme' | 'disguised'
export type FoundLink = { kind: LinkKind; raw: string; start: number; end: number }

/** Placeholders are part of a link; brackets, quotes and blanks end it. */
const rest = '(?:\\{\\{[a-z][a-z0-9_]{0,39}\\}\\}|[^\\s<>"`{}|\\^\\[\\]])'
const dot = '[.\\u3002\\uff0e\\uff61]'
const label = '[\\p{L}\\p{N}](?:[\\p{L}\\p{M}\\p{N}_-]{0,61}[\\p{L}\\p{M}\\p{N}])?'

const starts: readonly { kind: LinkKind; pattern: RegExp }[] = [
  {
    kind: 'url',
    // `https:evil.com`, `https:/evil.com` and `https:\evil.com` all reach evil.com (WHATWG URL).
    pattern: new RegExp(
      `(?<![a-z0-9+])(?:(?:h[tx]{2}ps?)\\s{0,2}:(?=\\s{0,2}[\\\\/]|\\S)|[a-z][a-z0-9+.-]{1,30}:(?=[\\\\/]{2}))\\s{0,2}[\\\\/]*(?:\\[[0-9a-f:.%]*\\])?${rest}*`,
      'giu',
    ),
  },
  {
    kind: 'relative_scheme',
    pattern: new RegExp(
      `(?<![\\p{L}\\p{N}:\\\\/])[\\\\/]{2}(?=[\\p{L}\\p{N}\\[{])(?:\\[[0-9a-f:.%]*\\])?${rest}+`,
      'giu',
    ),
  },
  { kind: 'www', pattern: new RegExp(`(?<![\\p{L}\\p{N}@.-])www\\d{0,3}${dot}${rest}+`, 'giu') },
  { kind: 'mail', pattern: new RegExp(`(?<![a-z0-9])mailto\\s{0,2}:\\s{0,2}${rest}+`, 'giu') },
  {
    kind: 'telephone',
    pattern: /(?<![a-z0-9])(?:tel|sms|callto|facetime|whatsapp)\s{0,2}:\s{0,2}\+?[\d(][\d().\s-]{2,24}/gi,
  },
  {
    kind: 'other_scheme',
    pattern: new RegExp(
      `(?<![a-z0-9])(?:file|blob|filesystem|about|view-source|chrome|intent|market|itms|magnet|skype|tg|ms-[a-z-]{2,30}|jar|ws|wss|ftp|ftps|sftp|ldap)\\s{0,1}:(?=[a-z0-9/?#\\\\])${rest}+`,
      'giu',
    ),
  },
  {
    kind: 'disguised',
    pattern:
      /(?<![\p{L}\p{N}])[\p{L}\p{N}-]{1,63}\s?(?:[[({<]\s?(?:\.|dot)\s?[\])}>])\s?[\p{L}\p{N}-]{2,63}|(?<![\p{L}\p{N}])[\p{L}\p{N}-]{2,63} dot (?:com|net|org|io|co|info|biz|ru|cn|xyz|top|online|site|shop|app|dev)(?![\p{L}\p{N}])/giu,
  },
  {
    kind: 'bare',
    pattern: new RegExp(
      `(?<![\\p{L}\\p{N}@_/\\\\-])(?<!${dot})${label}(?:${dot}${label}){1,10}${dot}?(?::\\d{1,5})?(?:[/?#\\\\@]${rest}*)?`,
      'giu',
    ),
  },
]

/** Everything a reader's program could turn into a link, wider than any one of them does. */
export function findLinks(text: string): FoundLink[] {
  if (!/[:/\\.\u3002\uff0e\uff61]|dot/i.test(text)) return []
  const found: FoundLink[] = []
  for (const { kind, pattern } of starts) {
    for (const match of text.matchAll(pattern)) {
      const start = match.index
      const raw = trimEnd(match[0])
      const end = start + raw.length
      if (raw === '' || found.some((other) => start < other.end && other.start < end)) continue
      if (kind === 'bare' && !isHostLike(raw, text[end])) continue
      found.push({ kind, raw, start, end })
    }
  }
  return found.sort((a, b) => a.start - b.start)
}

/** Sentence punctuation and unbalanced brackets after a link are not part of it. */
function trimEnd(raw: string): string {
  let end = raw.length
  for (;;) {
    const last = raw[end - 1] ?? ''
    if (/[.,;:!?'’”*_~\u3002\uff0e\uff61]/.test(last)) end -= 1
    else if (last === ')' && count(raw.slice(0, end), ')') > count(raw.slice(0, end), '(')) end -= 1
    else return raw.slice(0, end)
  }
}

function count(text: string, character: string): number {
  return text.split(character).length - 1
}

/** A bare word with dots is a host when its last label is a real top-level domain (or it is an address with a path). */
function isHostLike(raw: string, next: string | undefined): boolean {
  const host = raw.split(/[/?#\\:@]/, 1)[0]!.replace(/[\u3002\uff0e\uff61]/g, '.')
  if (next === '@' || raw[host.length] === '@') return false // a mailbox: the e-mail rule has it
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(host)) return raw.length > host.length
  if (/^[\d.]+$/.test(host)) return false
  const { isIcann, isPrivate, publicSuffix } = parse(host, {
    validateHostname: false,
    allowPrivateDomains: true,
  })
  return (
    publicSuffix !== null && publicSuffix !== host.toLowerCase() && (isIcann === true || isPrivate === true)
  )
}

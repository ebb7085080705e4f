const named: Record<string, string> = {
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  amp: '&',
  colon: ':',
  tab: '\t',
  newline: '\n',
  lpar: '(',
  rpar: ')',
  sol: '/',
  bsol: '\\',
  excl: '!',
  equals: '=',
  grave: '`',
  lsqb: '[',
  rsqb: ']',
  lcub: '{',
  rcub: '}',
  period: '.',
  commat: '@',
  num: '#',
  nbsp: ' ',
  shy: '',
  zwnj: '',
  zwj: '',
  lbrace: '{',
  rbrace: '}',
  dollar: '$',
  semi: ';',
}

const encodedToken =
  /&(?:#|[a-z]{2,8};?)|%[0-9a-f]{2}|\\(?:[ux0-7]|[0-9a-f]{2})|\+A[A-Za-z0-9+/]{2}|[\uff01-\uff5e]|[\p{Cc}\p{Cf}]/iu

/**
 * The text as a lax reader further down the road might see it: character references, percent,
 * JavaScript, CSS and UTF-7 escapes undone, full-width letters folded (NFKC), unseen characters
 * dropped. Undefined when that changes nothing. `at` is where the first disguise stands in the raw text.
 */
export function decodedView(raw: string): { text: string; at: number } | undefined {
  const first = encodedToken.exec(raw)
  if (!first) return undefined
  let text = raw
  for (let round = 0; round < 4; round++) {
    const next = decodeOnce(text)
    if (next === text) break
    text = next
  }
  return text === raw ? undefined : { text, at: first.index }
}

function decodeOnce(text: string): string {
  return (
    text
      .replace(/&#x0{0,8}([0-9a-f]{1,6});?/gi, (_, hex: string) => character(parseInt(hex, 16)))
      .replace(/&#0{0,8}(\d{1,7});?/g, (_, digits: string) => character(Number(digits)))
      .replace(/&([a-z]{2,8});/gi, (whole, name: string) => named[name.toLowerCase()] ?? whole)
      .replace(/&(lt|gt|quot|amp)(?![a-z;])/gi, (_, name: string) => named[name.toLowerCase()]!)
      .replace(/(?:%[0-9a-f]{2})+/gi, percent)
      .replace(/\\u\{([0-9a-f]{1,6})\}/gi, (_, hex: string) => character(parseInt(hex, 16)))
      .replace(/\\(?:u([0-9a-f]{4})|x([0-9a-f]{2}))/gi, (_, four?: string, two?: string) =>
        character(parseInt((four ?? two)!, 16)),
      )
      .replace(/\\([0-7]{3})/g, (_, octal: string) => character(parseInt(octal, 8)))
      .replace(/\\([0-9a-f]{2,6})(?=[^0-9a-f])\s?/gi, (_, hex: string) => character(parseInt(hex, 16)))
      .replace(/\+(A[A-Za-z0-9+/]{2,60})-/g, (whole, base64: string) => utf7(base64) ?? whole)
      .normalize('NFKC')
      // Unseen characters go, except the line ends that separate one thing from the next.
      .replace(/[\p{Cf}\p{Cc}\ufe00-\ufe0f]/gu, (unseen) => (/[\t\n\r]/.test(unseen) ? unseen : ''))
  )
}

function character(code: number): string {
  if (!Number.isInteger(code) || code <= 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return ''
  return String.fromCodePoint(code)
}

function percent(run: string): string {
  try {
    return decodeURIComponent(run)
  } catch {
    // Overlong UTF-8 (%c0%bc) was once decoded to "<" by lax servers: treat single bytes as Latin-1.
    return run
      .replace(/%([0-9a-f]{2})/gi, (_, hex: string) => character(parseInt(hex, 16)))
      .replace(/À¼/g, '<')
  }
}

/** RFC 2152: base64 of UTF-16BE between `+` and `-`. */
function utf7(base64: string): string | undefined {
  try {
    const bytes = atob(base64.slice(0, base64.length - (base64.length % 4 === 1 ? 1 : 0)))
    let out = ''
    for (let i = 0; i + 1 < bytes.length; i += 2)
      out += String.fromCharCode(bytes.charCodeAt(i) * 256 + bytes.charCodeAt(i + 1))
    return /^[\x09-\x7e]+$/.test(out) ? out : undefined
  } catch {
    return undefined
  }
}

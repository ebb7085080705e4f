import { decodedView } from '../decoded-view'
import { findingOf, type Detector } from '../detector'
import type { Finding, FindingRule } from '../schema'

type Sign = { rule: FindingRule; pattern: RegExp; message: string }

const tag =
  'Answers are plain text: a "<" followed by a letter starts a tag. Remove it, or write "less than".'
const active = 'This could run as code where the answer is shown. Remove it.'
const scheme = 'A link of this kind can run code. Only https links to listed domains are allowed.'

const signs: readonly Sign[] = [
  { rule: 'markup.html', message: tag, pattern: /<[a-z/!?%][^<>\n]{0,120}>?/gi },
  {
    rule: 'markup.html',
    message: tag,
    pattern:
      /\]\]>|<\s{0,5}(?:script|iframe|svg|img|object|embed|style|link|meta|base|form|body|math)\b[^<>\n]{0,120}>?/gi,
  },
  {
    rule: 'link.scheme',
    message: scheme,
    pattern:
      /(?<![a-z])(?:j\s{0,3}a\s{0,3}v\s{0,3}a|v\s{0,3}b|l\s{0,3}i\s{0,3}v\s{0,3}e)\s{0,3}s\s{0,3}c\s{0,3}r\s{0,3}i\s{0,3}p\s{0,3}t\s{0,3}:(?=\s{0,5}\S)|\bdata\s{0,3}:\s{0,3}(?:[a-z]{1,20}\/[a-z0-9.+-]{1,40})?(?:;[a-z0-9=-]{1,30})*,|\bdata\s{0,3}:\s{0,3}(?:text|image|application)\s{0,3}\//gi,
  },
  { rule: 'markup.script', message: active, pattern: /(?<![a-z])on[a-z]{3,30}\s{0,8}=\s{0,8}\S/gi },
  {
    rule: 'markup.script',
    message: active,
    pattern:
      /(?<![a-z.])(?:alert|confirm|prompt|eval|atob|fetch|setTimeout|setInterval|Function|import|print|require|execScript)(?:\?\.)?[(`]|(?<=\.)(?:alert|eval|call|apply)\s?[(`]/g,
  },
  {
    rule: 'markup.script',
    message: active,
    pattern:
      /\bdocument\s{0,2}[.[]\s{0,2}["']?(?:cookie|write|domain|location|body|createElement|documentElement)|\b(?:window|self|top|parent|globalThis|frames)\s{0,2}\[|\b(?:window|document|top|self)\.location\b|\blocation\s{0,2}(?:\.href\s{0,2})?=\s{0,2}\S|\.constructor\b|__proto__|\binnerHTML\b|String\.fromCharCode|XMLHttpRequest|\[\]\[\(|\(!\[\]\+\[\]\)/gi,
  },
  {
    rule: 'markup.script',
    message: active,
    pattern:
      /\b(?:srcdoc|formaction|xlink:href|http-equiv|src|style|background|dynsrc|lowsrc)\s{0,4}=\s{0,4}["'`]|\bexpression\s{0,2}\(|-moz-binding|\bbehaviou?r\s{0,2}:\s{0,2}url|@import\b|(?<![a-z])url\s{0,2}\(/gi,
  },
  // Template engines of whoever shows the answer; `${{amount}}` is a price in a placeholder.
  { rule: 'markup.script', message: active, pattern: /\$\{(?!\{)|#\{(?!\{)|<%|%>|\{%|%\}|\[\[\s?\$/g },
]

/** Active content, as written or behind character references, escapes and look-alike letters. */
export const markup: Detector = {
  id: 'markup',
  version: 1,
  severity: 'block',
  detect(text) {
    const findings: Finding[] = []
    for (const { rule, pattern, message } of signs) {
      for (const match of text.matchAll(pattern)) {
        const span = { start: match.index, end: match.index + match[0].length }
        findings.push(findingOf({ rule, severity: 'block', message, text, span }))
      }
    }
    return findings.length > 0 ? findings : disguised(text)
  },
}

function disguised(text: string): Finding[] {
  const view = decodedView(text)
  if (!view) return []
  const sign = signs.find(({ pattern }) => view.text.search(pattern) !== -1)
  if (!sign) return []
  const span = { start: view.at, end: Math.min(text.length, view.at + 40) }
  const message = `Behind escapes or look-alike characters: ${sign.message}`
  return [findingOf({ rule: sign.rule, severity: 'block', message, text, span })]
}

import { demoIntentOf } from './support-answers'

/**
 * What the demo model says when it is asked for JSON: the intent classifier (a closed list of keys, or
 * "none"), and the assistant that looks over a proposed answer. Null for any other prompt.
 */
export function judgeAsJson(system: string, question: string): string | null {
  const prompt = `${system}\n${question}`
  if (!/\bjson\b/i.test(prompt)) return null
  if (/"verdict"|\bverdict\b/i.test(system)) return JSON.stringify(review(question))
  if (/\bintents?\b|\bclassif/i.test(system)) return JSON.stringify(classify(system, question))
  return null
}

type Classification = { intent: string; key: string | null; confidence: number }

function classify(system: string, question: string): Classification {
  const keys = listedKeys(`${system}\n${question}`)
  const asked = lastQuery(question)
  const none = { intent: 'none', key: null, confidence: 0.9 }
  if (/\b(?:not|never|don'?t|undo|without|why)\b/i.test(asked)) return none
  const known = demoIntentOf(asked)?.key
  const key = known && keys.includes(known) ? known : byWords(keys, asked)
  return key ? { intent: key, key, confidence: 0.9 } : none
}

/** Keys as prompts list them: `- cancel_order: …` a line, else `"cancel_order"` anywhere; never a placeholder. */
function listedKeys(prompt: string): string[] {
  const bullets = [...prompt.matchAll(/^\s*(?:[-*]|\d+[.)])\s+["`]?([a-z][a-z0-9_]*)\b/gm)].map(
    (match) => match[1]!,
  )
  const listed = prompt.replace(/\{\{\w+\}\}/g, '').match(/\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b/g) ?? []
  return [...new Set(bullets.length > 0 ? bullets : listed)].filter((key) => key !== 'none')
}

/** The customer's words, whatever label or quotation marks stand around them. */
function lastQuery(question: string): string {
  const tagged = /<(query|question|message)>([\s\S]*?)<\/\1>/i.exec(question)?.[2]
  const labelled = /(?:query|question|message)\s*:\s*([\s\S]+)$/i.exec(question)?.[1]
  return (tagged ?? labelled ?? question).trim().replace(/^["'`]+|["'`]+$/g, '')
}

/** The key all of whose words begin a word of the question; longest first. */
function byWords(keys: string[], question: string): string | null {
  const text = ` ${question.toLowerCase()} `
  const fits = keys.filter((key) =>
    key
      .split('_')
      .every((part) => new RegExp(`\\b${part.slice(0, Math.max(4, part.length - 2))}`).test(text)),
  )
  return fits.sort((a, b) => b.length - a.length)[0] ?? null
}

type Span = { text: string; reason: string }
type Review = { verdict: 'approve' | 'reject' | 'unsure'; reasons: string[]; spans: Span[] }

const doubts: { pattern: RegExp; reason: string; fatal: boolean }[] = [
  {
    pattern: /\b(?:guarantee[ds]?|promise[ds]?|100\s?%)\b/i,
    reason: 'promises something the shop may not hold',
    fatal: false,
  },
  {
    pattern: /\b(?:i'?m sorry|i apologi[sz]e|as an ai|i cannot|i can't)\b/i,
    reason: 'reads like an apology or a refusal, not an answer',
    fatal: true,
  },
  { pattern: /\b[\w.+-]+@[\w-]+\.[\w.]+\b/, reason: 'names an e-mail address', fatal: false },
  { pattern: /https?:\/\/\S+/, reason: 'holds a link that somebody should check', fatal: false },
  { pattern: /\b\d{5,}\b/, reason: 'holds a number that may belong to one customer', fatal: true },
]

/** A look at the answer's wording alone: the demo model knows nothing of the shop. */
function review(question: string): Review {
  const answer = /<answer>([\s\S]*?)<\/answer>/i.exec(question)?.[1] ?? question
  const found = doubts.flatMap(({ pattern, reason, fatal }) => {
    const match = pattern.exec(answer)
    return match ? [{ text: match[0], reason, fatal }] : []
  })
  const spans = found.map(({ text, reason }) => ({ text, reason }))
  if (found.length === 0)
    return { verdict: 'approve', reasons: ['general, polite and without personal data (demo model)'], spans }
  const verdict = found.some(({ fatal }) => fatal) ? 'reject' : 'unsure'
  return { verdict, reasons: found.map(({ reason }) => reason), spans }
}

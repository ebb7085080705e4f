import { findingOf, type Detector } from '../detector'
import type { Finding, FindingRule, FindingSeverity } from '../schema'

const done =
  '(?:cancel+ed|refunded|issued|processed|updated|changed|shipped|dispatched|reset|closed|deleted|removed|upgraded|downgraded|credited|escalated|resolved|fixed|placed|sent|scheduled|applied|activated|deactivated|unlocked|reimbursed|transferred|initiated|submitted|forwarded|checked|located|verified|completed|booked|added|unsubscribed|subscribed)'

type Phrase = {
  pattern: RegExp
  rule: FindingRule
  severity: FindingSeverity
  message: string
  unlessConditional?: boolean
}

const claims = 'An approved answer is only text: it has done nothing. Say what the customer can do instead.'
const promise = 'This promises an outcome that the answer cannot ensure. Say what normally happens.'
const refusal = 'This is the model talking about itself or refusing. Rewrite it as the company’s answer.'

const phrases: readonly Phrase[] = [
  {
    pattern: new RegExp(
      `\\b(?:I|we)(?:['’]ve| have| had|['’]d)?(?: (?:just|now|already|successfully|also|gone ahead and)){0,2} ${done}\\b`,
      'gi',
    ),
    rule: 'tone.overpromise',
    severity: 'high',
    message: claims,
    unlessConditional: true,
  },
  {
    pattern: new RegExp(
      `\\byour? (?:#?\\w+ |[$€£]?\\{\\{[a-z0-9_]+\\}\\} ){0,5}(?:has|have) (?:now |already |just |successfully )?been (?:now |successfully )?${done}\\b`,
      'gi',
    ),
    rule: 'tone.overpromise',
    severity: 'high',
    message: claims,
    unlessConditional: true,
  },
  {
    pattern:
      /\b(?:I|we)(?:['’]ll| will| am going to|['’]m going to| can| am able to) (?:now |go ahead and |personally |immediately |right away )*(?:cancel|refund|issue|process|update|change|reset|close|delete|remove|upgrade|credit|escalate|ship|expedite|waive|reimburse|look (?:it|that|this|your \w+) up|check (?:the status of )?your)\b/gi,
    rule: 'tone.overpromise',
    severity: 'warn',
    message: 'The answer cannot act. If nobody does this after the customer reads it, say how they can.',
    unlessConditional: true,
  },
  {
    pattern:
      /\b(?:guarantee[ds]?|guaranteed|I promise|we promise|you have my word|rest assured|100\s?%(?: \w+)? (?:safe|secure|certain|sure|guaranteed|satisfaction|refund)|without (?:any )?doubt|never fails?|always works?|definitely|risk[- ]free|no matter what)\b/gi,
    rule: 'tone.overpromise',
    severity: 'warn',
    message: promise,
  },
  {
    pattern:
      /\b(?:as|I['’]?a?m(?: just| only)?) an? (?:AI|artificial intelligence|(?:large )?language model|chat ?bot|virtual assistant|machine learning)\b|\b(?:large )?language model (?:trained|developed|created)\b|\bmy (?:training data|knowledge cut-?off|last (?:knowledge )?update|programming|guidelines)\b|\b(?:trained|created|developed|made) by (?:OpenAI|Anthropic|Google|Meta|Mistral|DeepSeek)\b/gi,
    rule: 'tone.model_refusal',
    severity: 'high',
    message: refusal,
  },
  {
    pattern:
      /\b(?:I(?:['’]?m| am)? (?:sorry|afraid)|I apologi[sz]e|apologies|sorry),? ?(?:for (?:any|the) (?:inconvenience|confusion),? ?)?(?:but |that )?(?:I|we) (?:can(?:no|['’])?t|am (?:not able|unable)|are (?:not able|unable)|do(?: not|n['’]t)|won['’]t|will not)\b|\bI(?: do not|(?: am|['’]m) (?:unable|not able)| don['’]t| can(?:no|['’])t| lack the ability)(?: currently| actually)? (?:to )?(?:have (?:access|the ability|real-time|personal|information)|access|assist with (?:that|this)|help (?:with|you with) (?:that|this)|fulfil+|comply|provide (?:that|this)|browse|perform|engage|see your)\b/gi,
    rule: 'tone.model_refusal',
    severity: 'high',
    message: refusal,
  },
]

const conditional =
  /\b(?:once|when|whenever|if|after|until|before|unless|as soon as|whether|in case|that|which|items? )\s[^.!?\n]{0,60}$/i

/** What a cached answer must not claim: deeds, certainties, and the model's own voice. */
export const tone: Detector = {
  id: 'tone',
  version: 1,
  severity: 'high',
  detect(text) {
    const findings: Finding[] = []
    for (const { pattern, rule, severity, message, unlessConditional } of phrases) {
      for (const match of text.matchAll(pattern)) {
        const before = text.slice(Math.max(0, match.index - 90), match.index)
        if (unlessConditional && conditional.test(before)) continue
        const span = { start: match.index, end: match.index + match[0].length }
        findings.push(findingOf({ rule, severity, message, text, span }))
      }
    }
    return findings
  },
}

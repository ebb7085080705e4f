import { findingOf, type Detector, type DetectorContext } from '../detector'
import { placeholdersOf } from '../template'
import type { Finding } from '../schema'

const residue = /\[(?:name|address|secret|email|phone|card|iban|ssn|ip|redacted)\]/gi

/** Placeholders: each must be one the intent fills, and nothing else may look like template code. */
export const slots: Detector = {
  id: 'slots',
  version: 1,
  severity: 'block',
  detect(text, ctx) {
    return [...unknown(text, ctx), ...adjacent(text), ...unused(text, ctx), ...redacted(text)]
  },
}

function unknown(text: string, ctx: DetectorContext): Finding[] {
  const known = new Set(ctx.slots.map((slot) => slot.name))
  const names =
    ctx.slots.length > 0
      ? `It can be ${[...known].map((name) => `{{${name}}}`).join(', ')}.`
      : 'This intent has none.'
  const findings: Finding[] = []
  // Whatever remains once the known placeholders are blanked out of the text is not one.
  let rest = text
  for (const { name, start, end } of placeholdersOf(text)) {
    if (known.has(name)) rest = rest.slice(0, start) + ' '.repeat(end - start) + rest.slice(end)
  }
  for (const match of rest.matchAll(/\{\{[^{}\n]{0,80}\}\}|\{\{|\}\}/g)) {
    findings.push(
      findingOf({
        rule: 'slot.unknown',
        severity: 'block',
        message: `This placeholder is not filled by the intent. ${names}`,
        text,
        span: { start: match.index, end: match.index + match[0].length },
      }),
    )
  }
  return findings
}

function adjacent(text: string): Finding[] {
  return [...text.matchAll(/\}\}\{\{/g)].map((match) =>
    findingOf({
      rule: 'slot.adjacent',
      severity: 'warn',
      message: 'Two placeholders touch: their values will run together. Put a word or a space between them.',
      text,
      span: { start: match.index, end: match.index + match[0].length },
    }),
  )
}

function unused(text: string, ctx: DetectorContext): Finding[] {
  const used = new Set(placeholdersOf(text).map((each) => each.name))
  return ctx.slots
    .filter((slot) => !used.has(slot.name))
    .map((slot) => ({
      rule: 'slot.unused' as const,
      severity: 'info' as const,
      message: `The answer never mentions {{${slot.name}}}. That is fine if it is the same for every value.`,
      start: 0,
      end: 0,
      evidence: `{{${slot.name}}}`,
    }))
}

function redacted(text: string): Finding[] {
  return [...text.matchAll(residue)].map((match) =>
    findingOf({
      rule: 'slot.redacted',
      severity: 'high',
      message:
        'Personal data was removed here and the mark would be sent as it stands. Rewrite the sentence.',
      text,
      span: { start: match.index, end: match.index + match[0].length },
    }),
  )
}

import type { TemplateSlot } from './schema'

/** `{{name}}`: lower case, no spaces; anything else in braces is text, and a safety finding. */
const placeholder = /\{\{([a-z][a-z0-9_]{0,39})\}\}/g

export type TemplatePart = { text: string } | { slot: string }

/** A template cut into text and slots once, so that rendering is a join. */
export function parseTemplate(template: string): TemplatePart[] {
  const parts: TemplatePart[] = []
  let last = 0
  for (const match of template.matchAll(placeholder)) {
    if (match.index > last) parts.push({ text: template.slice(last, match.index) })
    parts.push({ slot: match[1]! })
    last = match.index + match[0].length
  }
  if (last < template.length) parts.push({ text: template.slice(last) })
  return parts
}

export function slotNames(template: string): string[] {
  return [...new Set([...template.matchAll(placeholder)].map((match) => match[1]!))]
}

export type SlotValues = Record<string, string>
export type Rendered = { ok: true; text: string } | { ok: false; why: 'missing_entity'; slot: string }

/**
 * Strict rendering: every slot of the template needs a value, and every answer-determining entity
 * the query carries must be used by the template. `safe` returns null for a value that must not be shown. Either failing is a miss, never a half-right answer.
 */
export function render(
  parts: TemplatePart[],
  slots: TemplateSlot[],
  values: SlotValues,
  safe: (value: string) => string | null,
): Rendered {
  let text = ''
  const used = new Set<string>()
  for (const part of parts) {
    if ('text' in part) {
      text += part.text
      continue
    }
    const value = values[part.slot]
    const shown = value ? safe(value) : null
    if (shown === null) return { ok: false, why: 'missing_entity', slot: part.slot }
    used.add(part.slot)
    text += shown
  }
  const unexplained = slots.find(
    (slot) => slot.answer_determining && values[slot.name] !== undefined && !used.has(slot.name),
  )
  if (unexplained) return { ok: false, why: 'missing_entity', slot: unexplained.name }
  return { ok: true, text }
}

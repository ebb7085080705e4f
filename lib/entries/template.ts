import { placeholdersOf } from '@/lib/safety/template'
import type { TemplateSlot } from './schema'

export type TemplatePart = { text: string } | { slot: string }

/** A template cut into text and slots once, so that rendering is a join. */
export function parseTemplate(template: string): TemplatePart[] {
  const parts: TemplatePart[] = []
  let last = 0
  for (const { name, start, end } of placeholdersOf(template)) {
    if (start > last) parts.push({ text: template.slice(last, start) })
    parts.push({ slot: name })
    last = end
  }
  if (last < template.length) parts.push({ text: template.slice(last) })
  return parts
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
  const used: string[] = []
  for (const part of parts) {
    if ('text' in part) {
      text += part.text
      continue
    }
    const value = values[part.slot]
    const shown = value ? safe(value) : null
    if (shown === null) return { ok: false, why: 'missing_entity', slot: part.slot }
    used.push(part.slot)
    text += shown
  }
  const unexplained = slots.find(
    (slot) => slot.answer_determining && values[slot.name] !== undefined && !used.includes(slot.name),
  )
  if (unexplained) return { ok: false, why: 'missing_entity', slot: unexplained.name }
  return { ok: true, text }
}

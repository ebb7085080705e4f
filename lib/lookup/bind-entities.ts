import type { TemplateSlot } from '@/lib/entries/schema'
import type { Entity } from '@/lib/normalization/schema'

export type Bound =
  { ok: true; values: Record<string, string> } | { ok: false; slot: string; why: 'ambiguous' | 'missing' }

/**
 * Gives each slot its value. A slot's name wins over its type; two different values for one slot
 * are not guessed between. Entities no slot asks for are reported under their own name.
 */
export function bindEntities(slots: TemplateSlot[], entities: Entity[]): Bound {
  const values: Record<string, string> = {}
  const taken = new Set<Entity>()
  for (const slot of slots) {
    const named = entities.filter((entity) => entity.slot === slot.name)
    const found =
      named.length > 0
        ? named
        : entities.filter((entity) => entity.type === slot.type && entity.type !== 'custom')
    const distinct = new Set(found.map((entity) => entity.value))
    if (distinct.size > 1) return { ok: false, slot: slot.name, why: 'ambiguous' }
    const [value] = distinct
    if (value === undefined) {
      if (slot.required) return { ok: false, slot: slot.name, why: 'missing' }
      continue
    }
    values[slot.name] = value
    for (const entity of found) taken.add(entity)
  }
  for (const entity of entities) if (!taken.has(entity)) values[entity.slot] ??= entity.value
  return { ok: true, values }
}

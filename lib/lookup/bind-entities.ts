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
  const taken: Entity[] = []
  for (const slot of slots) {
    const isNamed = entities.some((entity) => entity.slot === slot.name)
    let value: string | undefined
    for (const entity of entities) {
      if (isNamed ? entity.slot !== slot.name : entity.type !== slot.type || entity.type === 'custom')
        continue
      if (value !== undefined && value !== entity.value)
        return { ok: false, slot: slot.name, why: 'ambiguous' }
      value = entity.value
      taken.push(entity)
    }
    if (value !== undefined) values[slot.name] = value
    else if (slot.required) return { ok: false, slot: slot.name, why: 'missing' }
  }
  for (const entity of entities) if (!taken.includes(entity)) values[entity.slot] ??= entity.value
  return { ok: true, values }
}

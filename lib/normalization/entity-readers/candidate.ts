import type { Entity, EntityType } from '../schema'

export type Candidate = Entity & { priority: number }

/**
 * Overlaps: the candidate from the more specific reader wins; at equal rank the longer one, then the one that
 * starts first. Lower number = more specific.
 */
export const priorities = {
  custom: 0,
  url: 1,
  email: 2,
  iban: 3,
  tracking_number: 4,
  card: 5,
  amount: 6,
  date: 7,
  invoice_id: 8,
  order_id: 8,
  phone: 9,
  number: 10,
} as const satisfies Record<EntityType, number>

export function candidate(
  type: EntityType,
  value: string,
  text: string,
  start: number,
  priority?: number,
): Candidate {
  return {
    type,
    slot: type,
    value,
    text,
    start,
    end: start + text.length,
    priority: priority ?? priorities[type],
  }
}

export function resolveOverlaps(candidates: Candidate[]): Entity[] {
  if (candidates.length === 1) return [entityOf(candidates[0]!)]
  candidates.sort(
    (a, b) => a.priority - b.priority || b.end - b.start - (a.end - a.start) || a.start - b.start,
  )
  const kept: Candidate[] = []
  for (const one of candidates) {
    if (kept.every((other) => one.end <= other.start || one.start >= other.end)) kept.push(one)
  }
  kept.sort((a, b) => a.start - b.start)
  return kept.map(entityOf)
}

function entityOf({ type, slot, value, text, start, end }: Candidate): Entity {
  return { type, slot, value, text, start, end }
}

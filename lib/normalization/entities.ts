import { RE2JS } from 're2js'
import { resolveOverlaps, candidate, type Candidate } from './entity-readers/candidate'
import { emails, phones, urls } from './entity-readers/contacts'
import { ids } from './entity-readers/ids'
import { amounts, cards, dates, ibans } from './entity-readers/money-and-dates'
import { limits, type Entity, type SlotSpec } from './schema'

const worthReading = /[\d@]|https?:|www\./i

/**
 * The typed literals in a query, in order, never overlapping (see `resolveOverlaps`). Offsets are UTF-16
 * units. Names of people and places are not read: nothing here can tell them apart reliably.
 */
export function extractEntities(query: string, slots: readonly SlotSpec[] = []): Entity[] {
  const text = query.length > limits.queryLength ? query.slice(0, limits.queryLength) : query
  const candidates: Candidate[] = customEntities(text, slots)
  if (worthReading.test(text)) {
    candidates.push(
      ...urls(text),
      ...emails(text),
      ...ibans(text),
      ...cards(text),
      ...amounts(text),
      ...dates(text),
      ...ids(text),
      ...phones(text),
    )
  }
  return candidates.length === 0 ? [] : resolveOverlaps(candidates)
}

/** The query with every entity replaced by a typed placeholder: `cancel {{order_id}}`. */
export function maskEntities(text: string, entities: readonly Entity[]): string {
  if (entities.length === 0) return text
  let masked = ''
  let at = 0
  for (const entity of entities) {
    masked += `${text.slice(at, entity.start)} {{${entity.slot}}} `
    at = entity.end
  }
  return masked + text.slice(at)
}

const compiled = new Map<string, RE2JS | null>()

function customEntities(text: string, slots: readonly SlotSpec[]): Candidate[] {
  const found: Candidate[] = []
  for (const slot of slots) {
    const pattern = slot.pattern === undefined ? null : compileSlot(slot.pattern)
    const matcher = pattern?.matcher(text)
    while (matcher?.find()) {
      const literal = matcher.group() ?? ''
      if (literal === '') continue
      found.push({
        ...candidate(slot.type, literal.toUpperCase(), literal, matcher.start(), 0),
        slot: slot.name,
      })
    }
  }
  return found
}

/** Slot patterns are few and shared by all queries of a workspace, so they are compiled once. */
function compileSlot(pattern: string): RE2JS | null {
  const known = compiled.get(pattern)
  if (known !== undefined) return known
  let built: RE2JS | null = null
  try {
    built = RE2JS.compile(`\\b(?:${pattern})\\b`, RE2JS.CASE_INSENSITIVE)
  } catch {
    built = null // refused when the slot was saved; a stored bad pattern must not break reading
  }
  if (compiled.size > 1_000) compiled.clear()
  compiled.set(pattern, built)
  return built
}

import { RE2JS } from 're2js'
import { resolveOverlaps, candidate, type Candidate } from './entity-readers/candidate'
import { emails, fewestPhoneDigits, phones, urls } from './entity-readers/contacts'
import { ids } from './entity-readers/ids'
import { amounts, cards, dates, fewestCardDigits, ibans } from './entity-readers/money-and-dates'
import { readSigns, type Signs } from './entity-readers/signs'
import { limits, type Entity, type SlotSpec } from './schema'

/**
 * The typed literals in a query, in order, never overlapping (see `resolveOverlaps`). Offsets are UTF-16
 * units. Names of people and places are not read: nothing here can tell them apart reliably.
 */
export function extractEntities(query: string, slots: readonly SlotSpec[] = []): Entity[] {
  const text = query.length > limits.queryLength ? query.slice(0, limits.queryLength) : query
  const found: Candidate[] = slots.length === 0 ? [] : customEntities(text, slots)
  const signs = readSigns(text)
  if (signs.dots) urls(text, found)
  if (signs.ats) emails(text, found)
  if (signs.digits > 0) readFigures(text, signs, found)
  return found.length === 0 ? [] : resolveOverlaps(found)
}

/** What nothing without a digit can be. */
function readFigures(text: string, signs: Signs, found: Candidate[]): void {
  if (signs.lettersBefore) ibans(text, found)
  if (signs.digits >= fewestCardDigits) cards(text, found)
  amounts(text, found)
  dates(text, found)
  ids(text, signs, found)
  if (signs.digits >= fewestPhoneDigits) phones(text, found)
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

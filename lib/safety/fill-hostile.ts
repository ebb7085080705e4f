import type { DetectorContext } from './detector'
import { hostileValues } from './hostile-values'
import { valueDetectors } from './ruleset'
import { safeSlotValue } from './safe-slot-value'
import type { Finding } from './schema'
import { fill, placeholdersOf, type Placeholder } from './template'

const windowChars = 160
const maxPlaces = 60

/** Values the renderer refuses can do no harm: only the rest are worth filling in. */
const passingValues: readonly string[] = [
  ...new Set(hostileValues.flatMap(({ value }) => safeSlotValue(value) ?? [])),
]

/**
 * Fills each placeholder with every hostile value that `safeSlotValue` lets through and reports
 * what becomes active only then. One finding a slot and rule: the placeholder stands in the wrong place.
 */
export function hostileFindings(template: string, own: readonly Finding[], ctx: DetectorContext): Finding[] {
  const known = new Set(ctx.slots.map((slot) => slot.name))
  const places = placeholdersOf(template).filter(({ name }) => known.has(name))
  const exposed = places.filter((place) => !standsFree(template, place))
  const findings = new Map<string, Finding>()
  const windows = new Set<string>()
  for (const place of exposed.slice(0, maxPlaces)) {
    const window = windowAround(template, place)
    const same = `${place.name}\n${window.before}\n${window.after}`
    if (windows.has(same)) continue
    windows.add(same)
    for (const finding of checkWindow(window, place, ctx)) {
      const seen = own.some((other) => other.rule === finding.rule && touches(other, window))
      const id = `${place.name}\n${finding.rule}`
      if (!seen && !findings.has(id)) findings.set(id, finding)
    }
  }
  return [...findings.values()]
}

/** A value with blanks or plain sentence punctuation on both sides is judged by `safeSlotValue` alone. */
function standsFree(template: string, place: Placeholder): boolean {
  const before = template.slice(Math.max(0, place.start - 2), place.start)
  const after = template.slice(place.end, place.end + 2)
  return /(?:^|\s)[#$€£“‘(*]?$/.test(before) && /^(?:$|\s|[.,;:!?)”’*](?:$|\s))/.test(after)
}

type Window = { before: string; after: string; start: number; end: number }

/** The blank-separated run the value is glued to; from the bracket on if it is a markdown link's. */
function windowAround(template: string, place: Placeholder): Window {
  const from = Math.max(template.lastIndexOf('\n', place.start - 1) + 1, place.start - windowChars)
  const newline = template.indexOf('\n', place.end)
  const to = Math.min(newline === -1 ? template.length : newline, place.end + windowChars)
  const line = template.slice(from, place.start)
  const glued = line.search(/\S*$/)
  const bracket = line.lastIndexOf('[')
  const before = line.slice(bracket === -1 ? glued : Math.min(glued, bracket))
  const after = /^\S*/.exec(template.slice(place.end, to))?.[0] ?? ''
  return { before, after, start: place.start - before.length, end: place.end + after.length }
}

function checkWindow({ before, after }: Window, place: Placeholder, ctx: DetectorContext): Finding[] {
  return passingValues
    .flatMap((value) => {
      const text = fill(before, () => value) + value + fill(after, () => value)
      return valueDetectors.flatMap((detector) => detector.detect(text, ctx))
    })
    .map((finding) => ({
      ...finding,
      start: place.start,
      end: place.end,
      slot: place.name,
      message: `With a hostile value, {{${place.name}}} would become active here. ${finding.message}`,
    }))
}

function touches(a: { start: number; end: number }, b: { start: number; end: number }): boolean {
  return a.start < b.end && b.start < a.end
}

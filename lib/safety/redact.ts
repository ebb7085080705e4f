import { recognizeAll } from './recognizers/all'
import { isWordAt } from './recognizers/span'
import type { KnownEntity, RedactedSpan, Redaction, RedactionType } from './schema'

const placeholders: Record<Exclude<RedactionType, 'entity'>, string> = {
  email: '{{email}}',
  phone: '{{phone}}',
  card: '{{card}}',
  iban: '{{iban}}',
  ssn: '{{ssn}}',
  ip: '{{ip}}',
  name: '[name]',
  address: '[address]',
  secret: '[secret]',
}

type Hit = { type: RedactionType; placeholder: string; start: number; end: number }

const maxPasses = 6
const existingPlaceholder = /\{\{[a-z][a-z0-9_]{0,39}\}\}|\[(?:name|address|secret)\]/g

/**
 * Replaces personal data by typed placeholders before anything is stored: `{{email}}`,
 * `{{phone}}`, `{{card}}`, `{{iban}}`, `{{ssn}}`, `{{ip}}`, `[name]`, `[address]`, `[secret]`,
 * and `{{type}}` for the entities the normaliser found. Idempotent; linear in the text.
 * Spans carry positions, never the removed value.
 */
export function redact(text: string, entities: readonly KnownEntity[] = []): Redaction {
  const known = entities.flatMap((entity) => locate(text, entity))
  let result = replace(text, choose(text, known.concat(recognize(text))))
  // A replacement can free its neighbours (a digit run that touched it): repeat until nothing is left.
  for (let pass = 1; pass < maxPasses && result.spans.length > 0; pass++) {
    const more = choose(result.text, recognize(result.text))
    if (more.length === 0) break
    result = compose(result, replace(result.text, more))
  }
  return result
}

/** Characters of a question's masked text that are kept. */
const storedChars = 1_000

/** A canonical text as it is stored: it has lost its entities already; names and the like are taken out here. */
export function storedText(canonical: string): string {
  return redact(canonical).text.slice(0, storedChars)
}

/** Where the entity stands: its own offsets if they hold, else every whole-word occurrence. */
function locate(text: string, entity: KnownEntity): Hit[] {
  const { value, start, end } = entity
  const name = entity.type
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '')
    .slice(0, 40)
  const hit = (at: number): Hit => ({
    type: 'entity',
    placeholder: `{{${name || 'entity'}}}`,
    start: at,
    end: at + value.length,
  })
  if (value.trim() === '') return []
  if (start !== undefined && end !== undefined && text.slice(start, end) === value) return [hit(start)]
  const hits: Hit[] = []
  for (let at = text.indexOf(value); at !== -1; at = text.indexOf(value, at + value.length)) {
    const inWord = isWordAt(value, 0) && isWordAt(text, at - 1)
    const goesOn = isWordAt(value, value.length - 1) && isWordAt(text, at + value.length)
    if (!inWord && !goesOn) hits.push(hit(at))
  }
  return hits
}

function recognize(text: string): Hit[] {
  return recognizeAll(text).map(({ type, start, end }) => ({
    type,
    placeholder: placeholders[type],
    start,
    end,
  }))
}

/**
 * Overlapping hits become one that covers them all, named by the longest (the first listed of
 * equals): dropping either would leave a piece of it readable.
 */
function choose(text: string, hits: Hit[]): Hit[] {
  if (hits.length === 0) return hits
  const fixed = [...text.matchAll(existingPlaceholder)].map((match) => [
    match.index,
    match.index + match[0].length,
  ])
  const ordered = hits
    .map((hit, rank) => ({ hit, rank }))
    .sort((a, b) => a.hit.start - b.hit.start || b.hit.end - a.hit.end || a.rank - b.rank)
  const merged: Hit[] = []
  let longest = 0
  let next = 0
  for (const { hit } of ordered) {
    while (next < fixed.length && fixed[next]![1]! <= hit.start) next += 1
    if (next < fixed.length && fixed[next]![0]! < hit.end) continue
    const last = merged[merged.length - 1]
    const length = hit.end - hit.start
    if (!last || hit.start >= last.end) {
      merged.push({ ...hit })
      longest = length
      continue
    }
    last.end = Math.max(last.end, hit.end)
    if (length > longest) {
      Object.assign(last, { type: hit.type, placeholder: hit.placeholder })
      longest = length
    }
  }
  return merged
}

function replace(text: string, hits: Hit[]): Redaction {
  const spans: RedactedSpan[] = []
  let out = ''
  let from = 0
  for (const { type, placeholder, start, end } of hits) {
    out += text.slice(from, start)
    spans.push({
      type,
      placeholder,
      start,
      end,
      out_start: out.length,
      out_end: out.length + placeholder.length,
    })
    out += placeholder
    from = end
  }
  return { text: out + text.slice(from), spans }
}

/** Spans of a second pass speak of the first pass's text: bring both to the ends of the chain. */
function compose(first: Redaction, second: Redaction): Redaction {
  const earlier = first.spans.map((span) => {
    const shift = shiftBefore(second.spans, span.out_start, 'start')
    return { ...span, out_start: span.out_start + shift, out_end: span.out_end + shift }
  })
  const later = second.spans.map((span) => ({
    ...span,
    start: span.start - shiftBefore(first.spans, span.start, 'out_start'),
    end: span.end - shiftBefore(first.spans, span.start, 'out_start'),
  }))
  return { text: second.text, spans: earlier.concat(later).sort((a, b) => a.start - b.start) }
}

/** By how much the replacements that lie before `position` moved it. */
function shiftBefore(spans: readonly RedactedSpan[], position: number, side: 'start' | 'out_start'): number {
  let shift = 0
  for (const span of spans) {
    if (span[side] >= position) break
    shift += span.placeholder.length - (span.end - span.start)
  }
  return shift
}

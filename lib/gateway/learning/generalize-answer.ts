import type { FoundEntity } from '../ports'

export type Generalized = { answer: string; slots: string[] }

type Literal = { name: string; pattern: string; chars: number }

/** Text without its slots: `{{…}}` a model wrote itself must not become a placeholder. */
const slotLike = /\{\{|\}\}/g

/**
 * The model's answer with every literal of an extracted entity as its `{{slot}}`: longest literals first,
 * at word boundaries, without regard to case, with or without `#`; the value as normalised counts as well
 * as the text as typed. What is ambiguous stays as it is, for the reviewer to see: a literal that belongs to
 * two slots, and a slot that the question fills twice.
 */
export function generalizeAnswer(answer: string, entities: readonly FoundEntity[]): Generalized {
  const text = answer.replace(slotLike, (braces) => braces[0]! + ' ' + braces[1]!)
  const literals = literalsOf(entities, text)
  if (literals.length === 0) return { answer: text, slots: [] }
  const slots = new Set<string>()
  const any = new RegExp(literals.map(({ pattern }) => `(${pattern})`).join('|'), 'giu')
  const generalized = text.replace(any, (found: string, ...groups: unknown[]) => {
    const at = groups.findIndex((group, i) => i < literals.length && group !== undefined)
    const literal = literals[at]
    if (!literal) return found
    slots.add(literal.name)
    return `{{${literal.name}}}`
  })
  return { answer: generalized, slots: [...slots] }
}

/** Those that the text may have: most answers have none, and a pattern costs a millisecond to compile. */
function literalsOf(entities: readonly FoundEntity[], text: string): Literal[] {
  const names = new Map<string, Set<string>>()
  const folded = fold(text)
  for (const entity of entities) {
    if (entities.some((other) => other.slot === entity.slot && other.value !== entity.value)) continue
    for (const form of formsOf(entity)) {
      if (!folded.includes(fold(form.split(/\s/, 1)[0]!))) continue
      const owners = names.get(form) ?? new Set<string>()
      names.set(form, owners.add(entity.slot))
    }
  }
  return [...names]
    .filter(([, owners]) => owners.size === 1)
    .map(([form, owners]) => ({ name: [...owners][0]!, pattern: patternOf(form), chars: form.length }))
    .sort((a, b) => b.chars - a.chars || (a.pattern < b.pattern ? -1 : 1))
}

/** Equal for whatever a pattern without regard to case takes as equal. */
function fold(text: string): string {
  return text.toLowerCase().replaceAll('ſ', 's').replaceAll('ς', 'σ')
}

/** The ways an answer may write an entity, lower case. Single characters say too little to be replaced. */
function formsOf(entity: FoundEntity): string[] {
  const forms = [entity.text, entity.value, ...(entity.type === 'amount' ? amountForms(entity) : [])]
  if (entity.type === 'date') forms.push(...dateForms(entity.value))
  const bare = forms.map((form) =>
    form
      .trim()
      .replace(/^#+\s*/, '')
      .toLowerCase(),
  )
  return [...new Set(bare)].filter((form) => form.length >= 2)
}

const symbols: Record<string, string> = { USD: '$', EUR: '€', GBP: '£', JPY: '¥', INR: '₹' }

/** `12.50 EUR` is written `€12.50`, `12.50 €`, `EUR 12.50`, … */
function amountForms({ value }: FoundEntity): string[] {
  const [figure = '', currency = ''] = value.split(' ')
  const symbol = symbols[currency]
  const figures = [figure, /\.\d/.test(figure) ? figure : `${figure}.00`, withThousands(figure)]
  return figures.flatMap((one) => [
    `${one} ${currency}`,
    `${currency} ${one}`,
    ...(symbol ? [`${symbol}${one}`, `${one} ${symbol}`, `${one}${symbol}`] : []),
  ])
}

function withThousands(figure: string): string {
  const [whole = '', cents] = figure.split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return cents === undefined ? grouped : `${grouped}.${cents}`
}

const months = 'January February March April May June July August September October November December'.split(
  ' ',
)

/** `2024-03-05` is written `March 5, 2024`, `5 March 2024`, `Mar 5`, … */
function dateForms(value: string): string[] {
  const match = /^(\d{4}|-)-(\d\d)-(\d\d)$/.exec(value)
  const month = months[Number(match?.[2]) - 1]
  if (!match || !month) return []
  const day = String(Number(match[3]))
  const year = match[1] === '-' ? null : match[1]
  return [month, month.slice(0, 3)].flatMap((name) =>
    [`${name} ${day}`, `${day} ${name}`, `${name} ${day}${ordinal(Number(day))}`].flatMap((form) =>
      year === null ? [form] : [`${form}, ${year}`, `${form} ${year}`, form],
    ),
  )
}

function ordinal(day: number): string {
  if (day >= 11 && day <= 13) return 'th'
  return ['th', 'st', 'nd', 'rd'][day % 10] ?? 'th'
}

/** Boundaries are needed only where the literal itself begins or ends with a letter or digit. */
function patternOf(form: string): string {
  const escaped = form.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+')
  const before = /^[\p{L}\p{N}]/u.test(form) ? '(?<![\\p{L}\\p{N}_])(?<![\\p{L}\\p{N}][-.])#?' : ''
  const after = /[\p{L}\p{N}]$/u.test(form) ? '(?![\\p{L}\\p{N}_])(?![-.@][\\p{L}\\p{N}])' : ''
  return `${before}${escaped}${after}`
}

import { RE2JS } from 're2js'
import { L0Error, type FieldIssue } from '@/lib/kernel/errors'
import { validatePattern } from '../rules/compile-pattern'
import type { SlotSpec } from '../schema'

/** Throws `invalid_input` naming each pattern and slot that cannot be used, as `patterns.2` or `slots.0.pattern`. */
export function checkIntent({
  slots,
  patterns,
}: {
  slots: readonly SlotSpec[]
  patterns: readonly string[]
}): void {
  const issues = [...slotIssues(slots), ...patternIssues(patterns, slots)]
  const [first] = issues
  if (first) throw new L0Error('invalid_input', `${first.field}: ${first.message}`, { fields: issues })
}

function slotIssues(slots: readonly SlotSpec[]): FieldIssue[] {
  const issues: FieldIssue[] = []
  const seen = new Set<string>()
  slots.forEach((slot, index) => {
    if (seen.has(slot.name))
      issues.push({ field: `slots.${index}.name`, message: `${slot.name} is there twice` })
    seen.add(slot.name)
    if (slot.type === 'custom' && slot.pattern === undefined)
      issues.push({ field: `slots.${index}.pattern`, message: 'a custom slot needs a pattern' })
    const problem = slot.pattern === undefined ? null : slotPatternProblem(slot.pattern)
    if (problem) issues.push({ field: `slots.${index}.pattern`, message: problem })
  })
  return issues
}

function slotPatternProblem(pattern: string): string | null {
  try {
    const regex = RE2JS.compile(`(?:${pattern})`, RE2JS.CASE_INSENSITIVE)
    if (regex.testExact('')) return 'matches nothing at all: it must need at least one character'
    // Common words on both sides of a query: a slot that takes them would swallow every question.
    if (regex.testExact('cancel') && regex.testExact('please')) return 'matches ordinary words'
    return null
  } catch (error) {
    return `is not a valid expression (RE2 syntax): ${error instanceof Error ? error.message : 'unknown error'}`
  }
}

function patternIssues(patterns: readonly string[], slots: readonly SlotSpec[]): FieldIssue[] {
  return patterns.flatMap((pattern, index) =>
    validatePattern(pattern, slots).map((message) => ({ field: `patterns.${index}`, message })),
  )
}

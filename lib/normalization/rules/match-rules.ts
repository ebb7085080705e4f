import type { IntentSpec } from '../schema'
import { BoundedMemo } from '../bounded-memo'
import { compilePattern, type CompiledPattern } from './compile-pattern'

export type RuleMatch = { intent: number; pattern: string }

/** Views are masked, so that the same question about another order is the same text. */
const memoSize = 2_000

const noMatches: readonly RuleMatch[] = []

type Rule = { intent: number; pattern: string; compiled: CompiledPattern; broken: boolean }

/**
 * Finds the rules that match one of the views of a query. Patterns are reached through the first three letters
 * of a word they require, so that 50,000 intents cost no more than the few rules that could match.
 */
export class RuleSet {
  private readonly byStart = new Map<string, Rule[]>()
  private readonly always: Rule[] = []
  private readonly seen = new BoundedMemo<readonly RuleMatch[]>(memoSize)

  constructor(intents: readonly IntentSpec[]) {
    intents.forEach((intent, index) => {
      if (intent.status !== 'approved') return
      for (const pattern of intent.patterns) this.add(index, pattern)
    })
  }

  /** Matches in order of intent, one per intent. */
  match(views: readonly string[]): readonly RuleMatch[] {
    if (this.byStart.size === 0 && this.always.length === 0) return noMatches
    return this.seen.of(views.join('\n'), () => this.matchAll(views))
  }

  private matchAll(views: readonly string[]): RuleMatch[] {
    const found = new Map<number, string>()
    for (const view of new Set(views)) {
      for (const rule of this.candidates(view)) {
        if (!found.has(rule.intent) && matches(rule, view)) found.set(rule.intent, rule.pattern)
      }
    }
    return [...found].sort((a, b) => a[0] - b[0]).map(([intent, pattern]) => ({ intent, pattern }))
  }

  private add(intent: number, pattern: string): void {
    const compiled = compilePattern(pattern)
    const rule: Rule = { intent, pattern, compiled, broken: false }
    if (compiled.literals.length === 0) this.always.push(rule)
    for (const literal of compiled.literals) {
      const start = literal.slice(0, 3)
      const bucket = this.byStart.get(start)
      if (bucket) bucket.push(rule)
      if (!bucket) this.byStart.set(start, [rule])
    }
  }

  private candidates(view: string): Set<Rule> {
    const rules = new Set(this.always)
    // Every position, not only word starts: a required literal may sit inside a longer word.
    for (let i = 0; i + 3 <= view.length; i++) {
      for (const rule of this.byStart.get(view.slice(i, i + 3)) ?? []) {
        if (rule.compiled.literals.some((literal) => view.startsWith(literal, i))) rules.add(rule)
      }
    }
    return rules
  }
}

function matches(rule: Rule, view: string): boolean {
  if (rule.broken) return false
  try {
    return rule.compiled.regex.testExact(view)
  } catch {
    rule.broken = true // refused when it was saved; one bad stored rule must not take the others down
    return false
  }
}

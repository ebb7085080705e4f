import type { Evaluation, IntentScore } from '../evaluate'
import { clopperPearson } from './intervals'
import type { Row } from './protocol'

type Flat = Omit<Evaluation, 'intents' | 'wrong_examples'>

export type Report = Evaluation & {
  /** One result per value of `bot` or `domain`; a single unnamed one otherwise. */
  groups: { group: string; result: Flat }[]
  /** One result per seed when several were run. */
  runs: (Flat & { mean_correct_hit_rate: number })[]
  /** Unweighted mean over the groups. The counts and the other rates pool all groups. */
  mean_correct_hit_rate: number
  mean_false_hit_rate: number
}

/** Rows by their `bot` or `domain`: each value is a workspace of its own. */
export function groupRows<T extends Row>(rows: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    const name = row.bot ?? row.domain ?? ''
    const list = groups.get(name)
    if (list) list.push(row)
    if (!list) groups.set(name, [row])
  }
  return groups
}

/** One report for one seed. */
export function poolGroups(groups: readonly { group: string; result: Evaluation }[]): Report {
  const results = groups.map(({ result }) => result)
  const [first] = results
  if (!first) throw new Error('There is nothing to score: no group of --test has training rows.')
  return {
    ...pool(results),
    release: results
      .map(({ release }) => release)
      .join('+')
      .slice(0, 64 * 4 + 3),
    groups: groups.map(({ group, result }) => ({ group, result: flat(result) })),
    runs: [],
    mean_correct_hit_rate: mean(results.map((result) => result.correct_hit_rate)),
    mean_false_hit_rate: mean(results.map((result) => result.false_hit_rate)),
  }
}

/** Rates are means over the seeds, counts are sums. */
export function averageRuns(reports: readonly Report[]): Report {
  const [first] = reports
  if (!first) throw new Error('There are no runs.')
  const average = (pick: (report: Report) => number) => mean(reports.map(pick))
  return {
    ...pool(reports),
    release: first.release,
    correct_hit_rate: average((report) => report.correct_hit_rate),
    false_hit_rate: average((report) => report.false_hit_rate),
    groups: averageGroups(reports),
    runs: reports.map((report) => ({ ...flat(report), mean_correct_hit_rate: report.mean_correct_hit_rate })),
    mean_correct_hit_rate: average((report) => report.mean_correct_hit_rate),
    mean_false_hit_rate: average((report) => report.mean_false_hit_rate),
  }
}

function averageGroups(reports: readonly Report[]): Report['groups'] {
  return (reports[0]?.groups ?? []).map(({ group }) => {
    const results = reports.flatMap((report) =>
      report.groups.filter((one) => one.group === group).map(({ result }) => result),
    )
    const pooled = pool(results.map((result) => ({ ...result, intents: [], wrong_examples: [] })))
    return {
      group,
      result: {
        ...flat(pooled),
        correct_hit_rate: mean(results.map((result) => result.correct_hit_rate)),
        false_hit_rate: mean(results.map((result) => result.false_hit_rate)),
      },
    }
  })
}

function pool(results: readonly Evaluation[]): Evaluation {
  const [first] = results
  if (!first) throw new Error('There are no results.')
  const sum = (pick: (result: Evaluation) => number) =>
    results.reduce((total, result) => total + pick(result), 0)
  const served = sum((result) => result.served)
  const wrong = sum((result) => result.false_hits)
  const inScope = sum((result) => result.in_scope)
  return {
    ...first,
    in_scope: inScope,
    out_of_scope: sum((result) => result.out_of_scope),
    served,
    correct_hits: sum((result) => result.correct_hits),
    false_hits: wrong,
    abstained: sum((result) => result.abstained),
    correct_hit_rate: inScope === 0 ? 0 : sum((result) => result.correct_hits) / inScope,
    false_hit_rate: served === 0 ? 0 : wrong / served,
    false_hit_ci95: clopperPearson(wrong, served),
    near_miss_served_rate: meanOrNull(results.map((result) => result.near_miss_served_rate)),
    hard_positive_hit_rate: meanOrNull(results.map((result) => result.hard_positive_hit_rate)),
    us_per_query_p50: mean(results.map((result) => result.us_per_query_p50)),
    us_per_query_p99: mean(results.map((result) => result.us_per_query_p99)),
    intents: sumIntents(results),
    wrong_examples: results.flatMap((result) => result.wrong_examples).slice(0, 500),
  }
}

function sumIntents(results: readonly Evaluation[]): IntentScore[] {
  const sums = new Map<string, IntentScore>()
  for (const row of results.flatMap((result) => result.intents)) {
    const known = sums.get(row.intent) ?? {
      intent: row.intent,
      queries: 0,
      correct: 0,
      wrong: 0,
      abstained: 0,
    }
    known.queries += row.queries
    known.correct += row.correct
    known.wrong += row.wrong
    known.abstained += row.abstained
    sums.set(row.intent, known)
  }
  return [...sums.values()].sort((a, b) => (a.intent < b.intent ? -1 : 1))
}

function flat({ intents: _, wrong_examples: __, ...rest }: Evaluation): Flat {
  return rest
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}

function meanOrNull(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? null : mean(known)
}

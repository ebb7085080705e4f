import { authorize } from '@/lib/auth/authorize'
import type { UserPrincipal } from '@/lib/auth/schema'
import { addUsd, roundUsd } from '@/lib/kernel/money'
import type { Clock } from '@/lib/kernel/time'
import type { AnalyticsReader, UsageSum } from './analytics-ports'
import {
  helperReasons,
  windowOf,
  type Analytics,
  type AnalyticsQuery,
  type AnalyticsWindow,
  type HelperCost,
  type Quantiles,
  type UsagePoint,
  type UsageTotals,
} from './analytics-schema'
import { bucketCount, quantileMs } from './histogram'
import { savingsLedger } from './ledger'

export type AnalyticsDeps = { clock: Clock; reader: (workspaceId: string) => AnalyticsReader }

/** Usage, savings, review and wrong answers of the caller's workspace over one range, beside the period before. */
export async function readAnalytics(
  deps: AnalyticsDeps,
  principal: UserPrincipal,
  query: AnalyticsQuery,
): Promise<Analytics> {
  const now = deps.clock.now()
  authorize(principal, { permission: 'view', now })
  const window = windowOf(query.range, now.getTime())
  const filter = { scope: query.scope, key: query.key }
  const reader = deps.reader(principal.workspace_id)
  const [sums, breakdown, filters, unanswered, funnel, wrong, review, entries, reviewerUsdPerHour] =
    await Promise.all([
      reader.sums(window, filter),
      reader.breakdown(window, filter),
      reader.filters(window),
      reader.unanswered(window, filter),
      reader.funnel(window, filter),
      reader.wrong(window, filter),
      reader.reviewTime(window, filter),
      reader.entries(now.getTime(), filter),
      reader.reviewerUsdPerHour(),
    ])
  const current = sums.filter((sum) => sum.at_ms >= window.fromMs)
  const totals = totalsOf(current)
  return {
    ...frameOf(window),
    totals,
    complete: totalsOf(current.filter((sum) => sum.at_ms < window.runningMs)),
    previous: totalsOf(sums.filter((sum) => sum.at_ms < window.fromMs)),
    series: seriesOf(sums, window, window.fromMs, window.runningMs),
    previous_series: seriesOf(sums, window, window.previousFromMs, window.fromMs - window.bucketMs),
    ...breakdown,
    unanswered,
    funnel: { missed: totals.misses, ...funnel },
    wrong: { ...wrong, quarantined_now: entries.quarantined },
    ledger: savingsLedger({
      hits: totals.hits,
      savedUsd: totals.saved_usd,
      hitCostUsd: totals.hit_cost_usd,
      modelUsd: roundUsd(totals.cost_usd - totals.hit_cost_usd - totals.helper_usd),
      helpers: helpersOf(current),
      review,
      reviewerUsdPerHour,
    }),
    entries,
    ...filters,
  }
}

function frameOf(window: AnalyticsWindow) {
  const iso = (ms: number) => new Date(ms).toISOString()
  return {
    range: window.range,
    from: iso(window.fromMs),
    running_from: iso(window.runningMs),
    to: iso(window.toMs),
    previous_from: iso(window.previousFromMs),
    bucket_hours: window.bucketMs / 3_600_000,
  }
}

function totalsOf(sums: readonly UsageSum[]): UsageTotals {
  const asked = sums.filter((sum) => sum.kind !== 'helper')
  const hits = asked.filter((sum) => sum.kind === 'hit')
  const misses = asked.filter((sum) => sum.kind === 'miss')
  return {
    requests: total(asked, 'requests'),
    hits: total(hits, 'requests'),
    misses: total(misses, 'requests'),
    bypassed: total(
      asked.filter((sum) => sum.kind === 'bypass'),
      'requests',
    ),
    errors: total(asked, 'errors'),
    hit_rate: rate(total(hits, 'requests'), total(misses, 'requests')),
    saved_usd: total(hits, 'saved_usd'),
    cost_usd: total(sums, 'cost_usd'),
    hit_cost_usd: total(hits, 'cost_usd'),
    helper_usd: total(
      sums.filter((sum) => sum.kind === 'helper'),
      'cost_usd',
    ),
    input_tokens: total(
      asked.filter((sum) => sum.kind !== 'hit'),
      'input_tokens',
    ),
    output_tokens: total(
      asked.filter((sum) => sum.kind !== 'hit'),
      'output_tokens',
    ),
    hit_latency: quantilesOf(hits),
    model_latency: quantilesOf(asked.filter((sum) => sum.kind !== 'hit' && sum.by_model)),
  }
}

/** One point a bucket from `firstMs` to `lastMs`, those without requests too. */
function seriesOf(
  sums: readonly UsageSum[],
  { bucketMs }: AnalyticsWindow,
  firstMs: number,
  lastMs: number,
): UsagePoint[] {
  const byBucket = groupByBucket(sums)
  const points: UsagePoint[] = []
  for (let at = firstMs; at <= lastMs; at += bucketMs) {
    const {
      requests,
      hits,
      misses,
      bypassed,
      errors,
      hit_rate,
      saved_usd,
      cost_usd,
      hit_latency,
      model_latency,
    } = totalsOf(byBucket.get(at) ?? [])
    const counts = { requests, hits, misses, bypassed, errors, hit_rate }
    points.push({
      at: new Date(at).toISOString(),
      ...counts,
      saved_usd,
      cost_usd,
      hit_latency,
      model_latency,
    })
  }
  return points
}

function total(
  sums: readonly UsageSum[],
  member: Exclude<keyof UsageSum, 'at_ms' | 'kind' | 'helper' | 'by_model' | 'latency'>,
) {
  const money = member.endsWith('_usd')
  return sums.reduce((all, sum) => (money ? addUsd(all, sum[member]) : all + sum[member]), 0)
}

function helpersOf(sums: readonly UsageSum[]): HelperCost[] {
  return helperReasons.flatMap((reason) => {
    const asked = sums.filter((sum) => sum.helper === reason)
    const requests = total(asked, 'requests')
    return requests === 0 ? [] : [{ reason, requests, cost_usd: total(asked, 'cost_usd') }]
  })
}

function rate(hits: number, misses: number): number | null {
  return hits + misses === 0 ? null : hits / (hits + misses)
}

function quantilesOf(sums: readonly UsageSum[]): Quantiles {
  const counts = new Array<number>(bucketCount).fill(0)
  for (const sum of sums) sum.latency.forEach((count, bucket) => (counts[bucket]! += count))
  return { p50: quantileMs(counts, 0.5), p95: quantileMs(counts, 0.95), p99: quantileMs(counts, 0.99) }
}

function groupByBucket(sums: readonly UsageSum[]): Map<number, UsageSum[]> {
  const groups = new Map<number, UsageSum[]>()
  for (const sum of sums) {
    const group = groups.get(sum.at_ms)
    if (group) group.push(sum)
    else groups.set(sum.at_ms, [sum])
  }
  return groups
}

import type { Analytics } from '@/lib/usage/analytics-schema'

/** Change from one number to another as a share; undefined when there is nothing to compare with. */
export function changeOf(now: number | null, before: number | null): number | undefined {
  if (now === null || before === null || before === 0) return undefined
  return now / before - 1
}

/** 0.42 → "0.42 ms", 1234 → "1.23 s"; the space does not break. */
export function msWords(ms: number | null): string {
  if (ms === null) return '—'
  if (ms === 0) return '0'
  if (ms >= 1_000) return `${(ms / 1_000).toFixed(ms >= 10_000 ? 0 : 2)}\u00a0s`
  return `${ms >= 100 ? ms.toFixed(0) : ms >= 10 ? ms.toFixed(1) : ms.toFixed(2)}\u00a0ms`
}

/** A point's time as axes and tables show it, in UTC: roll-ups are by UTC hours and days. */
export function pointLabel(at: string, bucketHours: number): string {
  const date = new Date(at)
  const day = date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })
  if (bucketHours >= 24) return day
  const time = at.slice(11, 16)
  return bucketHours === 1 ? time : `${day}, ${time}`
}

const spans: Record<Analytics['range'], string> = {
  '1h': 'hour',
  '24h': '24 hours',
  '7d': '7 days',
  '30d': '30 days',
  '90d': '90 days',
  '1y': '52 weeks',
}

export function spanWords(range: Analytics['range']): string {
  return spans[range]
}

'use client'

import { useState } from 'react'
import { compactNumber, percent, usd } from '@/components/ui/format'
import { Segmented } from '@/components/ui/segmented'
import type { Analytics, UsagePoint } from '@/lib/usage/analytics-schema'
import type { Column } from '../csv'
import { DataCard } from '../data-card'
import { msWords, pointLabel } from '../words'
import { LazyTimeChart } from './lazy-time-chart'
import type { Series } from './time-chart'

type Pair = UsagePoint & { before: UsagePoint | undefined }
type Props = { data: Analytics }

/** Each point beside the one as far into the period before. */
function pairs({ series, previous_series }: Analytics): Pair[] {
  return series.map((point, index) => ({ ...point, before: previous_series[index] }))
}

function timeColumn(bucketHours: number): Column<Pair> {
  return { label: 'From (UTC)', value: (row) => row.at, text: (row) => pointLabel(row.at, bucketHours) }
}

const outcomeSeries: readonly Series[] = [
  { id: 'hits', label: 'Hits', kind: 'bar', color: 'accent' },
  { id: 'misses', label: 'Misses', kind: 'bar', color: 'warn' },
  { id: 'bypassed', label: 'Bypassed', kind: 'bar', color: 'line-strong' },
]

export function RequestsChart({ data }: Props) {
  const rows = pairs(data)
  return (
    <DataCard
      title="Requests"
      description="By what happened to them"
      name="requests"
      rows={rows}
      empty="No requests."
      columns={[
        timeColumn(data.bucket_hours),
        { label: 'Hits', value: (row) => row.hits },
        { label: 'Misses', value: (row) => row.misses },
        { label: 'Bypassed', value: (row) => row.bypassed },
        { label: 'Provider errors', value: (row) => row.errors },
        { label: 'Period before', value: (row) => row.before?.requests ?? null },
      ]}
    >
      <LazyTimeChart
        label="Requests over time"
        points={rows.map(({ at, hits, misses, bypassed }) => ({ at, hits, misses, bypassed }))}
        series={outcomeSeries}
        bucketHours={data.bucket_hours}
        format={compactNumber}
      />
    </DataCard>
  )
}

export function HitRateChart({ data }: Props) {
  const rows = pairs(data)
  return (
    <DataCard
      title="Hit rate"
      description="Of requests the cache could have answered"
      name="hit-rate"
      rows={rows}
      empty="No requests."
      columns={[
        timeColumn(data.bucket_hours),
        { label: 'Hit rate', value: (row) => row.hit_rate, text: (row) => share(row.hit_rate) },
        {
          label: 'Period before',
          value: (row) => row.before?.hit_rate ?? null,
          text: (row) => share(row.before?.hit_rate ?? null),
        },
      ]}
    >
      <LazyTimeChart
        label="Hit rate over time"
        points={rows.map((row) => ({ at: row.at, before: row.before?.hit_rate ?? null, now: row.hit_rate }))}
        series={[
          { id: 'before', label: 'Period before', kind: 'line', color: 'ink-3', faint: true },
          { id: 'now', label: 'Hit rate', kind: 'line', color: 'accent' },
        ]}
        bucketHours={data.bucket_hours}
        format={(value) => percent(value, 0)}
        domain={[0, 1]}
      />
    </DataCard>
  )
}

export function SavingsChart({ data }: Props) {
  const rows = pairs(data)
  return (
    <DataCard
      title="Model cost avoided"
      description="After the price of the hits; review time is in the ledger"
      name="savings"
      rows={rows}
      empty="No requests."
      columns={[
        timeColumn(data.bucket_hours),
        { label: 'Saved, USD', value: (row) => row.saved_usd, text: (row) => usd(row.saved_usd) },
        { label: 'Paid, USD', value: (row) => row.cost_usd, text: (row) => usd(row.cost_usd) },
        {
          label: 'Saved in the period before, USD',
          value: (row) => row.before?.saved_usd ?? null,
          text: (row) => (row.before ? usd(row.before.saved_usd) : '—'),
        },
      ]}
    >
      <LazyTimeChart
        label="Money saved over time"
        points={rows.map((row) => ({
          at: row.at,
          before: row.before?.saved_usd ?? null,
          saved: row.saved_usd,
          paid: row.cost_usd,
        }))}
        series={[
          { id: 'before', label: 'Period before', kind: 'line', color: 'ink-3', faint: true },
          { id: 'saved', label: 'Saved', kind: 'area', color: 'good' },
          { id: 'paid', label: 'Paid to models', kind: 'line', color: 'warn' },
        ]}
        bucketHours={data.bucket_hours}
        format={usd}
      />
    </DataCard>
  )
}

const quantileSeries: readonly Series[] = [
  { id: 'p50', label: 'p50', kind: 'line', color: 'accent' },
  { id: 'p95', label: 'p95', kind: 'line', color: 'slot' },
  { id: 'p99', label: 'p99', kind: 'line', color: 'warn' },
]

export function LatencyChart({ data }: Props) {
  const [of, setOf] = useState<'hit' | 'model'>('hit')
  const rows = pairs(data)
  const quantiles = (row: UsagePoint) => (of === 'hit' ? row.hit_latency : row.model_latency)
  const column = (id: 'p50' | 'p95' | 'p99'): Column<Pair> => ({
    label: `${id}, ms`,
    value: (row) => quantiles(row)[id],
    text: (row) => msWords(quantiles(row)[id]),
  })
  return (
    <DataCard
      title="Latency"
      description={of === 'hit' ? 'Of hits, in the server' : 'Of replies by a model'}
      name={`latency-${of}`}
      rows={rows}
      empty="No requests."
      columns={[timeColumn(data.bucket_hours), column('p50'), column('p95'), column('p99')]}
      actions={
        <Segmented
          size="sm"
          label="Latency of"
          value={of}
          onChange={setOf}
          options={[
            { value: 'hit', label: 'Hits' },
            { value: 'model', label: 'Model' },
          ]}
        />
      }
    >
      <LazyTimeChart
        label={of === 'hit' ? 'Latency of hits over time' : 'Latency of models over time'}
        points={rows.map((row) => ({ at: row.at, ...quantiles(row) }))}
        series={quantileSeries}
        bucketHours={data.bucket_hours}
        format={msWords}
      />
    </DataCard>
  )
}

function share(value: number | null): string {
  return value === null ? '—' : percent(value)
}

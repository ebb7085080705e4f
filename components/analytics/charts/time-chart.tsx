'use client'

import {
  Area,
  Bar,
  CartesianGrid,
  ComposedChart,
  Line,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import { pointLabel } from '../words'

export type Series = {
  id: string
  label: string
  kind: 'bar' | 'line' | 'area'
  /** A colour token, e.g. `accent`. */
  color: string
  /** A comparison: dashed, and behind. */
  faint?: boolean
}
type TimePoint = { at: string } & Record<string, number | string | null>

type TimeChartProps = {
  points: readonly TimePoint[]
  series: readonly Series[]
  bucketHours: number
  format: (value: number) => string
  label: string
  domain?: [number, number]
}

const axis = { stroke: 'var(--line)', tick: { fill: 'var(--ink-3)', fontSize: 11 }, tickLine: false } as const

/** Values over time. Colours are tokens, so both themes read; the table beside it holds the same numbers. */
export default function TimeChart({ points, series, bucketHours, format, label, domain }: TimeChartProps) {
  const last = series.filter((one) => one.kind === 'bar').at(-1)?.id
  return (
    <figure className="m-0 px-4 pb-3">
      <figcaption className="mb-2 flex flex-wrap gap-x-4 gap-y-1 text-sm text-ink-2">
        <span className="sr-only">{label}: </span>
        {series.map((one) => (
          <span key={one.id} className="inline-flex items-center gap-1.5">
            <Swatch series={one} />
            {one.label}
          </span>
        ))}
      </figcaption>
      <ResponsiveContainer width="100%" height={208}>
        <ComposedChart
          data={points as TimePoint[]}
          margin={{ top: 6, right: 4, bottom: 0, left: 0 }}
          barCategoryGap="18%"
        >
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="at"
            {...axis}
            minTickGap={36}
            tickFormatter={(at: string) => pointLabel(at, bucketHours)}
          />
          <YAxis
            {...axis}
            axisLine={false}
            width={52}
            tickFormatter={format}
            {...(domain ? { domain } : {})}
          />
          <Tooltip
            isAnimationActive={false}
            cursor={{ fill: 'var(--hover)', stroke: 'var(--line-strong)' }}
            content={({ active, payload }) => (
              <Tip point={active ? payload[0]?.payload : undefined} {...{ series, bucketHours, format }} />
            )}
          />
          {series.map((one) => draw(one, one.id === last))}
        </ComposedChart>
      </ResponsiveContainer>
    </figure>
  )
}

function draw({ id, kind, color, faint }: Series, topBar: boolean) {
  const common = { dataKey: id, isAnimationActive: false, name: id }
  const paint = `var(--${color})`
  if (kind === 'bar') {
    return <Bar key={id} {...common} stackId="all" fill={paint} radius={topBar ? [2, 2, 0, 0] : 0} />
  }
  const stroke = {
    stroke: paint,
    strokeWidth: faint ? 1.25 : 1.75,
    ...(faint ? { strokeDasharray: '4 3' } : {}),
  }
  const dot = { dot: false, activeDot: faint ? false : { r: 3, fill: paint, stroke: 'var(--surface)' } }
  if (kind === 'area') {
    return <Area key={id} {...common} {...stroke} {...dot} type="monotone" fill={paint} fillOpacity={0.12} />
  }
  return <Line key={id} {...common} {...stroke} {...dot} type="monotone" connectNulls={false} />
}

function Swatch({ series: { kind, color, faint } }: { series: Series }) {
  if (kind === 'bar')
    return <span aria-hidden className="size-2.5 rounded-xs" style={{ background: `var(--${color})` }} />
  return (
    <span
      aria-hidden
      className="w-4 border-t-2"
      style={{ borderColor: `var(--${color})`, borderStyle: faint ? 'dashed' : 'solid' }}
    />
  )
}

type TipProps = Pick<TimeChartProps, 'series' | 'bucketHours' | 'format'> & { point: TimePoint | undefined }

function Tip({ point, series, bucketHours, format }: TipProps) {
  if (!point) return null
  return (
    <div className="rounded-md border border-line bg-raised px-3 py-2 text-sm shadow-mid">
      <p className="mb-1 text-ink-3">
        {pointLabel(point.at, bucketHours)}
        {bucketHours < 24 && ' UTC'}
      </p>
      {series.map((one) => {
        const value = point[one.id]
        return (
          <p key={one.id} className="flex items-center gap-2">
            <Swatch series={one} />
            <span className="text-ink-2">{one.label}</span>
            <span className="ml-auto pl-4 font-medium tabular-nums">
              {typeof value === 'number' ? format(value) : '—'}
            </span>
          </p>
        )
      })}
    </div>
  )
}

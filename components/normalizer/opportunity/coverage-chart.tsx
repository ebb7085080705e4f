'use client'

import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import { percent } from '@/components/ui/format'

export type CoveragePoint = { intents: number; share: number; hit_rate: number }

const axis = { stroke: 'var(--line)', tick: { fill: 'var(--ink-3)', fontSize: 11 }, tickLine: false } as const
const whole = (share: number) => percent(share, 0)

/** Share of questions over the number of intents. Colours are tokens; the table beside it holds the numbers. */
export default function CoverageChart({ points }: { points: readonly CoveragePoint[] }) {
  return (
    <figure className="m-0 px-4 pb-3">
      <figcaption className="mb-2 flex flex-wrap gap-x-4 gap-y-1 text-sm text-ink-2">
        <Legend color="accent" label="of the questions are in these intents" />
        <Legend color="good" label="expected to be answered" dashed />
      </figcaption>
      <ResponsiveContainer width="100%" height={220}>
        <ComposedChart data={[...points]} margin={{ top: 6, right: 8, bottom: 0, left: 0 }}>
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="intents"
            type="number"
            scale="linear"
            domain={[0, 'dataMax']}
            {...axis}
            minTickGap={28}
            allowDecimals={false}
          />
          <YAxis {...axis} axisLine={false} width={46} domain={[0, 1]} tickFormatter={whole} />
          <Tooltip
            isAnimationActive={false}
            cursor={{ stroke: 'var(--line-strong)' }}
            content={({ active, payload }) => {
              const point = active ? (payload[0]?.payload as CoveragePoint | undefined) : undefined
              if (!point || point.intents === 0) return null
              return (
                <div className="rounded-md border border-line bg-raised px-3 py-2 text-sm shadow-mid">
                  <p className="text-ink-3">The largest {point.intents}</p>
                  <p>{percent(point.share)} of the questions</p>
                  <p>{percent(point.hit_rate)} expected to be answered</p>
                </div>
              )
            }}
          />
          <Area
            dataKey="share"
            isAnimationActive={false}
            type="monotone"
            stroke="var(--accent)"
            strokeWidth={1.75}
            fill="var(--accent)"
            fillOpacity={0.12}
          />
          <Line
            dataKey="hit_rate"
            isAnimationActive={false}
            type="monotone"
            stroke="var(--good)"
            strokeWidth={1.75}
            strokeDasharray="4 3"
            dot={false}
          />
        </ComposedChart>
      </ResponsiveContainer>
    </figure>
  )
}

function Legend({ color, label, dashed }: { color: string; label: string; dashed?: boolean }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <span
        aria-hidden
        className="w-4 border-t-2"
        style={{ borderColor: `var(--${color})`, borderStyle: dashed ? 'dashed' : 'solid' }}
      />
      {label}
    </span>
  )
}

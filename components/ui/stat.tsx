import clsx from 'clsx'
import { ArrowDownRight, ArrowUpRight } from 'lucide-react'
import type { ReactNode } from 'react'

type StatProps = {
  label: string
  value: ReactNode
  /** What the number is made of, or the interval around it. */
  note?: ReactNode
  /** Change against the period before, as a share: 0.12 is +12 %. */
  change?: number | undefined
  /** Is up good? Decides the colour of the change. */
  upIsGood?: boolean
  children?: ReactNode
  className?: string
}

/** One number that matters. Put several in `StatRow`. */
export function Stat({ label, value, note, change, upIsGood = true, children, className }: StatProps) {
  return (
    <div className={clsx('flex min-w-0 flex-col gap-1 bg-surface px-4 py-3.5', className)}>
      <dt className="text-sm text-ink-3">{label}</dt>
      <dd className="flex items-baseline gap-2">
        <span className="text-2xl font-semibold tracking-tight tabular-nums">{value}</span>
        {change !== undefined && <Change share={change} upIsGood={upIsGood} />}
      </dd>
      {note && <dd className="text-sm text-ink-3">{note}</dd>}
      {children && <dd>{children}</dd>}
    </div>
  )
}

function Change({ share, upIsGood }: { share: number; upIsGood: boolean }) {
  const up = share >= 0
  const Icon = up ? ArrowUpRight : ArrowDownRight
  return (
    <span
      className={clsx(
        'inline-flex items-center text-sm font-medium whitespace-nowrap',
        up === upIsGood ? 'text-good-text' : 'text-bad-text',
      )}
    >
      <Icon aria-hidden className="size-3.5" />
      <span className="sr-only">{up ? 'up' : 'down'} </span>
      {Math.abs(share * 100).toFixed(Math.abs(share) < 0.1 ? 1 : 0)} %
    </span>
  )
}

/** Stats side by side with hairlines between them. */
export function StatRow({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <dl
      className={clsx(
        'grid grid-cols-[repeat(auto-fit,minmax(11rem,1fr))] gap-px overflow-hidden rounded-lg border border-line bg-line',
        className,
      )}
    >
      {children}
    </dl>
  )
}

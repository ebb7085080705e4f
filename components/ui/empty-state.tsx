import clsx from 'clsx'
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

type EmptyStateProps = {
  icon: LucideIcon
  title: string
  /** What this place is for and what to do next, in one or two sentences. */
  children?: ReactNode
  action?: ReactNode
  tone?: 'neutral' | 'good' | 'bad'
  className?: string
}

const plates = {
  neutral: 'bg-accent-soft text-accent-text',
  good: 'bg-good-soft text-good-text',
  bad: 'bg-bad-soft text-bad-text',
}

/** Nothing here, said usefully. Also the shape of errors. */
export function EmptyState({
  icon: Icon,
  title,
  children,
  action,
  tone = 'neutral',
  className,
}: EmptyStateProps) {
  return (
    <div className={clsx('mx-auto flex max-w-md flex-col items-center px-6 py-16 text-center', className)}>
      <span className={clsx('mb-4 grid size-11 place-items-center rounded-xl', plates[tone])}>
        <Icon aria-hidden className="size-5" strokeWidth={1.75} />
      </span>
      <h2 className="text-lg font-semibold tracking-tight">{title}</h2>
      {children && <div className="mt-1.5 text-base text-ink-2">{children}</div>}
      {action && <div className="mt-5 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  )
}

import clsx from 'clsx'
import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'

const looks = {
  info: { icon: Info, className: 'bg-accent-soft/70 text-ink [&>svg]:text-accent-text' },
  good: { icon: CircleCheck, className: 'bg-good-soft text-ink [&>svg]:text-good-text' },
  warn: { icon: TriangleAlert, className: 'bg-warn-soft text-ink [&>svg]:text-warn-text' },
  bad: { icon: CircleAlert, className: 'bg-bad-soft text-ink [&>svg]:text-bad-text' },
}

type CalloutProps = {
  tone?: keyof typeof looks
  title?: ReactNode
  children?: ReactNode
  action?: ReactNode
  className?: string
  /** `alert` interrupts a screen reader, `status` waits for a pause; leave out for what is there from the start. */
  role?: 'alert' | 'status'
}

/** A sentence that must be seen where the work is. */
export function Callout({ tone = 'info', title, children, action, className, role }: CalloutProps) {
  const { icon: Icon, className: look } = looks[tone]
  return (
    <div
      role={role}
      className={clsx('flex items-start gap-3 rounded-lg px-3.5 py-3 text-base', look, className)}
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1">
        {title && <p className="font-medium">{title}</p>}
        {children && <div className={clsx(title && 'text-ink-2')}>{children}</div>}
      </div>
      {action && <div className="shrink-0">{action}</div>}
    </div>
  )
}

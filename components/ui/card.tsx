import clsx from 'clsx'
import type { ReactNode } from 'react'

type CardProps = {
  title?: ReactNode
  description?: ReactNode
  /** Buttons or a segmented control, on the title's line. */
  actions?: ReactNode
  children?: ReactNode
  footer?: ReactNode
  /** No padding around the body: for tables and lists that touch the edge. */
  flush?: boolean
  className?: string
  as?: 'section' | 'div' | 'article'
}

export function Card({
  title,
  description,
  actions,
  children,
  footer,
  flush,
  className,
  as: Element = 'section',
}: CardProps) {
  return (
    <Element className={clsx('flex min-w-0 flex-col rounded-lg border border-line bg-surface', className)}>
      {(title || actions) && (
        <header className="flex min-h-12 flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 pt-3 pb-2">
          <div className="min-w-0 flex-1 basis-56">
            {title && <h2 className="text-md font-semibold tracking-tight">{title}</h2>}
            {description && <p className="text-sm text-ink-3">{description}</p>}
          </div>
          {actions && <div className="flex items-center gap-2">{actions}</div>}
        </header>
      )}
      {children !== undefined && (
        <div
          className={clsx(
            'min-w-0 flex-1',
            !flush && (title || actions ? 'px-4 pb-4' : 'p-4'),
            !flush && description && 'pt-2',
          )}
        >
          {children}
        </div>
      )}
      {footer && (
        <footer className="flex flex-wrap items-center gap-2 border-t border-line px-4 py-3">{footer}</footer>
      )}
    </Element>
  )
}

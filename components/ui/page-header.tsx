import type { ReactNode } from 'react'

type PageHeaderProps = {
  title: ReactNode
  description?: ReactNode
  /** Small things beside the title: a count, a state badge. */
  meta?: ReactNode
  actions?: ReactNode
  /** A link back up, above the title. */
  back?: ReactNode
}

/** The top of every page: one h1, at most one sentence, the page's actions. */
export function PageHeader({ title, description, meta, actions, back }: PageHeaderProps) {
  return (
    <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        {back && <div className="mb-1.5 text-sm text-ink-3">{back}</div>}
        <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="min-w-0 text-xl font-semibold tracking-tight [overflow-wrap:anywhere]">{title}</h1>
          {meta}
        </div>
        {description && <p className="mt-1 max-w-[68ch] text-base text-ink-2">{description}</p>}
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  )
}

/** The frame of ordinary pages: comfortable margins, readable width. */
export function Page({
  children,
  width = 'wide',
}: {
  children: ReactNode
  width?: 'narrow' | 'wide' | 'full'
}) {
  const max = { narrow: 'max-w-3xl', wide: 'max-w-[84rem]', full: '' }[width]
  return (
    <div className={`mx-auto flex w-full flex-col gap-6 px-4 py-6 sm:px-6 lg:px-8 lg:py-7 ${max}`}>
      {children}
    </div>
  )
}

import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

type ColumnSectionProps = {
  title: string
  icon?: LucideIcon
  note?: ReactNode
  actions?: ReactNode
  children: ReactNode
}

/** One topic of a column: a quiet heading, then the matter. */
export function ColumnSection({ title, icon: Icon, note, actions, children }: ColumnSectionProps) {
  return (
    <section className="flex flex-col gap-3">
      <header className="flex min-h-7 flex-wrap items-center gap-x-2 gap-y-1">
        {Icon && <Icon aria-hidden className="size-4 shrink-0 text-ink-3" />}
        <h2 className="text-base font-semibold whitespace-nowrap">{title}</h2>
        {note && <p className="text-sm text-ink-3">{note}</p>}
        {actions && <div className="ml-auto max-w-full">{actions}</div>}
      </header>
      {children}
    </section>
  )
}

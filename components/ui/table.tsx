import clsx from 'clsx'
import type { ComponentProps } from 'react'

/** A dense table that scrolls sideways inside its own frame. Give it an `aria-label`. */
export function Table({ className, ...props }: ComponentProps<'table'>) {
  return (
    <div className="scroll-quiet relative rounded-lg border border-line bg-surface">
      <table {...props} className={clsx('w-full border-collapse text-base', className)} />
    </div>
  )
}

export function Th({ className, ...props }: ComponentProps<'th'>) {
  return (
    <th
      scope="col"
      {...props}
      className={clsx(
        'h-9 border-b border-line bg-canvas px-3 text-left text-xs font-medium whitespace-nowrap text-ink-3 first:pl-4 last:pr-4',
        className,
      )}
    />
  )
}

export function Tr({ className, ...props }: ComponentProps<'tr'>) {
  return (
    <tr
      {...props}
      className={clsx(
        'border-b border-line last:border-0 hover:bg-hover aria-selected:bg-selected',
        className,
      )}
    />
  )
}

export function Td({ className, ...props }: ComponentProps<'td'>) {
  return <td {...props} className={clsx('h-10.5 px-3 py-1.5 first:pl-4 last:pr-4', className)} />
}

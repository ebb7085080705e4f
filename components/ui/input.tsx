import clsx from 'clsx'
import { Search } from 'lucide-react'
import type { ComponentProps } from 'react'

export function Input({ className, ...props }: ComponentProps<'input'>) {
  return <input {...props} className={clsx('field h-8.5 w-full min-w-0 px-3', className)} />
}

export function Textarea({ className, ...props }: ComponentProps<'textarea'>) {
  return <textarea {...props} className={clsx('field w-full min-w-0 resize-y px-3 py-2', className)} />
}

/** A search box; give it an `aria-label`. */
export function SearchInput({ className, ...props }: ComponentProps<'input'>) {
  return (
    <div className={clsx('relative', className)}>
      <Search
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-2.5 size-3.5 -translate-y-1/2 text-ink-3"
      />
      <input type="search" autoComplete="off" {...props} className="field h-8.5 w-full pr-2 pl-8" />
    </div>
  )
}

import clsx from 'clsx'

/** The shape of what is coming; size it like the real thing. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={clsx('block animate-shimmer rounded-sm bg-press', className)} />
}

const widths = ['w-11/12', 'w-full', 'w-4/5', 'w-9/12', 'w-10/12']

/** Lines of text to come. */
export function SkeletonText({ lines = 3, className }: { lines?: number; className?: string }) {
  return (
    <span className={clsx('flex flex-col gap-2', className)} role="status" aria-label="Loading">
      {Array.from({ length: lines }, (_, i) => (
        <Skeleton key={i} className={clsx('h-3.5', widths[i % widths.length])} />
      ))}
    </span>
  )
}

/** Rows of a table or list to come. */
export function SkeletonRows({ rows = 8, className }: { rows?: number; className?: string }) {
  return (
    <div role="status" aria-label="Loading" className={clsx('divide-y divide-line', className)}>
      {Array.from({ length: rows }, (_, i) => (
        <div key={i} className="flex h-12 items-center gap-4 px-4">
          <Skeleton className="h-4 w-14" />
          <Skeleton className={clsx('h-3.5 max-w-md', widths[i % widths.length])} />
          <Skeleton className="ml-auto h-3.5 w-16" />
        </div>
      ))}
    </div>
  )
}

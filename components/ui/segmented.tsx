'use client'

import clsx from 'clsx'
import * as Primitive from 'radix-ui/toggle-group'
import type { ReactNode } from 'react'

type SegmentedProps<T extends string> = {
  value: T
  onChange: (value: T) => void
  options: readonly { value: T; label: string; icon?: ReactNode }[]
  label: string
  size?: 'sm' | 'md'
  className?: string
}

/** One of a few: ranges, views, themes. */
export function Segmented<T extends string>({
  value,
  onChange,
  options,
  label,
  size = 'md',
  className,
}: SegmentedProps<T>) {
  return (
    <Primitive.Root
      type="single"
      value={value}
      onValueChange={(next) => next && onChange(next as T)}
      aria-label={label}
      className={clsx('inline-flex rounded-md bg-press p-0.5', className)}
    >
      {options.map((option) => (
        <Primitive.Item
          key={option.value}
          value={option.value}
          className={clsx(
            'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-sm px-2.5 font-medium whitespace-nowrap text-ink-2 transition-colors hover:text-ink',
            'data-[state=on]:bg-raised data-[state=on]:text-ink data-[state=on]:shadow-low [&_svg]:size-3.5',
            size === 'sm' ? 'h-6 text-xs' : 'h-7.5 text-sm',
          )}
        >
          {option.icon}
          {option.label}
        </Primitive.Item>
      ))}
    </Primitive.Root>
  )
}

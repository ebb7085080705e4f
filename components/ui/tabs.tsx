'use client'

import clsx from 'clsx'
import * as Primitive from 'radix-ui/tabs'
import type { ReactNode } from 'react'

export type Tab<T extends string> = { value: T; label: string; count?: number | undefined }

type TabsProps<T extends string> = {
  value: T
  onChange: (value: T) => void
  tabs: readonly Tab<T>[]
  label: string
  children?: ReactNode
  className?: string
  listClassName?: string
}

/** Underlined tabs. Put `TabPanel`s inside. */
export function Tabs<T extends string>({
  value,
  onChange,
  tabs,
  label,
  children,
  className,
  listClassName,
}: TabsProps<T>) {
  return (
    <Primitive.Root value={value} onValueChange={(next) => onChange(next as T)} className={className}>
      <Primitive.List
        aria-label={label}
        className={clsx('flex gap-1 overflow-x-auto border-b border-line', listClassName)}
      >
        {tabs.map((tab) => (
          <Primitive.Trigger
            key={tab.value}
            value={tab.value}
            // Without panels here there is nothing to point at.
            {...(children ? {} : { 'aria-controls': undefined })}
            className="relative flex h-9 shrink-0 items-center gap-2 px-2.5 text-base text-ink-2 transition-colors after:absolute after:inset-x-2 after:-bottom-px after:h-0.5 after:rounded-full hover:text-ink focus-visible:-outline-offset-2 data-[state=active]:font-medium data-[state=active]:text-ink data-[state=active]:after:bg-accent"
          >
            {tab.label}
            {tab.count !== undefined && (
              <span className="rounded-sm bg-press px-1.5 text-xs font-medium text-ink-2 tabular-nums">
                {tab.count.toLocaleString('en')}
              </span>
            )}
          </Primitive.Trigger>
        ))}
      </Primitive.List>
      {children}
    </Primitive.Root>
  )
}

export function TabPanel({
  value,
  children,
  className,
}: {
  value: string
  children: ReactNode
  className?: string
}) {
  return (
    <Primitive.Content value={value} className={clsx('focus-visible:-outline-offset-2', className)}>
      {children}
    </Primitive.Content>
  )
}

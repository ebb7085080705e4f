'use client'

import clsx from 'clsx'
import type { KeyboardEvent } from 'react'

type Tab<T extends string> = { value: T; label: string; count?: number | undefined }

type TabsProps<T extends string> = {
  value: T
  onChange: (value: T) => void
  tabs: readonly Tab<T>[]
  label: string
  className?: string
  listClassName?: string
}

const look =
  'relative flex h-9 shrink-0 items-center gap-2 px-2.5 text-base transition-colors after:absolute after:inset-x-2 after:-bottom-px after:h-0.5 after:rounded-full focus-visible:-outline-offset-2'

/** Underlined tabs over one list; arrow keys, Home and End choose (WAI-ARIA tabs, automatic activation). */
export function Tabs<T extends string>({
  value,
  onChange,
  tabs,
  label,
  className,
  listClassName,
}: TabsProps<T>) {
  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    const at = tabs.findIndex((tab) => tab.value === value)
    const to = targetOf(event.key, at, tabs.length)
    const tab = to === null ? undefined : tabs[to]
    if (!tab) return
    event.preventDefault()
    onChange(tab.value)
    event.currentTarget.querySelectorAll<HTMLElement>('[role=tab]')[to!]?.focus()
  }

  return (
    <div className={className}>
      <div
        role="tablist"
        aria-label={label}
        className={clsx('flex gap-1 overflow-x-auto border-b border-line', listClassName)}
        onKeyDown={onKeyDown}
      >
        {tabs.map((tab) => {
          const chosen = tab.value === value
          return (
            <button
              key={tab.value}
              type="button"
              role="tab"
              aria-selected={chosen}
              tabIndex={chosen ? 0 : -1}
              onClick={() => onChange(tab.value)}
              className={clsx(
                look,
                chosen ? 'font-medium text-ink after:bg-accent' : 'text-ink-2 hover:text-ink',
              )}
            >
              {tab.label}
              {tab.count !== undefined && (
                <span className="rounded-sm bg-press px-1.5 text-xs font-medium text-ink-2 tabular-nums">
                  {tab.count.toLocaleString('en')}
                </span>
              )}
            </button>
          )
        })}
      </div>
    </div>
  )
}

function targetOf(key: string, at: number, count: number): number | null {
  if (key === 'ArrowRight') return (at + 1) % count
  if (key === 'ArrowLeft') return (at + count - 1) % count
  if (key === 'Home') return 0
  return key === 'End' ? count - 1 : null
}

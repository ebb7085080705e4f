'use client'

import clsx from 'clsx'
import Link from 'next/link'
import { usePathname } from 'next/navigation'

export type LinkTab = { href: string; label: string; /** Current only on this very path. */ exact?: boolean }

/** Tabs that are pages of their own: each has an address. */
export function LinkTabs({ label, tabs }: { label: string; tabs: readonly LinkTab[] }) {
  const pathname = usePathname()
  return (
    <nav aria-label={label} className="flex gap-1 overflow-x-auto border-b border-line">
      {tabs.map(({ href, label: text, exact }) => {
        const current = pathname === href || (!exact && pathname.startsWith(`${href}/`))
        return (
          <Link
            key={href}
            href={href}
            aria-current={current ? 'page' : undefined}
            className={clsx(
              'relative flex h-9 shrink-0 items-center px-2.5 text-base transition-colors after:absolute after:inset-x-2 after:bottom-0 after:h-0.5 after:rounded-full focus-visible:-outline-offset-2',
              current ? 'font-medium text-ink after:bg-accent' : 'text-ink-2 hover:text-ink',
            )}
          >
            {text}
          </Link>
        )
      })}
    </nav>
  )
}

'use client'

import { useQuery } from '@tanstack/react-query'
import clsx from 'clsx'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { FirstStepsLink } from '@/components/welcome/first-steps-link'
import { queueSummaryQuery } from '@/components/data/queries'
import { Button } from '@/components/ui/button'
import { Kbd } from '@/components/ui/kbd'
import { Search } from 'lucide-react'
import { openPalette } from './command-palette'
import { useMe } from './me'
import { isCurrent, navigationFor } from './navigation'
import { NotificationBell } from './notification-bell'
import { UserMenu } from './user-menu'
import { WorkspaceSwitcher } from './workspace-switcher'

/** What the desktop's left edge and the phone's drawer both show. */
export function Sidebar({ onNavigate }: { onNavigate?: () => void }) {
  return (
    <div className="flex h-full flex-col gap-3 p-3">
      <WorkspaceSwitcher />
      <div className="flex items-center gap-1.5">
        <Button
          className="min-w-0 flex-1 justify-start border-line bg-transparent px-2.5 font-normal text-ink-3 shadow-none"
          onClick={() => {
            onNavigate?.()
            openPalette()
          }}
        >
          <Search aria-hidden />
          <span className="min-w-0 flex-1 truncate text-left">Search</span>
          <span aria-hidden>
            <Kbd>⌘K</Kbd>
          </span>
        </Button>
        <NotificationBell />
      </div>
      <NavLinks {...(onNavigate ? { onNavigate } : {})} />
      <div className="mt-auto flex flex-col gap-1.5">
        <FirstStepsLink {...(onNavigate ? { onNavigate } : {})} />
        <UserMenu />
      </div>
    </div>
  )
}

function NavLinks({ onNavigate }: { onNavigate?: () => void }) {
  const me = useMe()
  const pathname = usePathname()
  const pending = useQuery(queueSummaryQuery())
  return (
    <nav aria-label="Main">
      <ul className="flex flex-col gap-0.5">
        {navigationFor(me.role).map(({ href, label, icon: Icon }) => {
          const current = isCurrent(href, pathname)
          return (
            <li key={href}>
              <Link
                href={href}
                onClick={onNavigate}
                aria-current={current ? 'page' : undefined}
                className={clsx(
                  'flex h-8.5 items-center gap-2.5 rounded-md px-2.5 text-base transition-colors',
                  current ? 'bg-press font-medium text-ink' : 'text-ink-2 hover:bg-hover hover:text-ink',
                )}
              >
                <Icon aria-hidden className={clsx('size-4', current ? 'text-accent-text' : 'text-ink-3')} />
                <span className="flex-1">{label}</span>
                {href === '/queue' && !!pending.data?.pending && (
                  <span className={clsx('text-sm tabular-nums', current ? 'text-ink-2' : 'text-ink-3')}>
                    {pending.data.pending.toLocaleString('en')}
                    <span className="sr-only"> waiting</span>
                  </span>
                )}
              </Link>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}

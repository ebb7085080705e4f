'use client'

import { ChevronsUpDown } from 'lucide-react'
import { Avatar } from '@/components/ui/avatar'
import { OnDemand } from '@/components/ui/on-demand'
import { useMe } from './me'

const load = () => import('./user-menu-content').then((module) => module.UserMenuContent)

export function UserMenu() {
  const me = useMe()
  return (
    <OnDemand
      kind="menu"
      load={load}
      props={{}}
      trigger={
        <button
          type="button"
          aria-label={`Account of ${me.name}`}
          className="flex h-11 w-full items-center gap-2.5 rounded-md px-1.5 hover:bg-hover"
        >
          <Avatar name={me.name} />
          <span className="min-w-0 flex-1 text-left">
            <span className="block truncate text-base leading-4.5 font-medium">{me.name}</span>
            <span className="block text-xs leading-4 text-ink-3 capitalize">{me.role}</span>
          </span>
          <ChevronsUpDown aria-hidden className="size-3.5 text-ink-3" />
        </button>
      }
    />
  )
}

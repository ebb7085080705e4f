'use client'

import { ChevronsUpDown } from 'lucide-react'
import { OnDemand } from '@/components/ui/on-demand'
import { Mark } from './mark'
import { useMe } from './me'

const load = () => import('./workspace-menu').then((module) => module.WorkspaceMenu)

/** Names the workspace; with more than one, switches. */
export function WorkspaceSwitcher() {
  const me = useMe()
  const label = (
    <>
      <Mark className="size-6.5 shrink-0" />
      <span className="min-w-0 flex-1 text-left">
        <span className="block truncate text-base leading-4.5 font-semibold">{me.workspace.name}</span>
        <span className="block text-2xs leading-3.5 text-ink-3">L0 Cache</span>
      </span>
    </>
  )
  const look = 'flex h-10 w-full min-w-0 items-center gap-2.5 rounded-md px-1.5'
  if (me.workspaces.length < 2) return <div className={look}>{label}</div>
  return (
    <OnDemand
      kind="menu"
      load={load}
      props={{}}
      trigger={
        <button
          type="button"
          className={`${look} hover:bg-hover`}
          aria-label={`Workspace ${me.workspace.name}. Switch`}
        >
          {label}
          <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-ink-3" />
        </button>
      }
    />
  )
}

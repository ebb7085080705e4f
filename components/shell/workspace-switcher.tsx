'use client'

import { ChevronsUpDown } from 'lucide-react'
import { useMutation } from '@tanstack/react-query'
import { toast } from 'sonner'
import { z } from 'zod'
import { api } from '@/components/data/api'
import { leaveFor } from '@/components/data/leave'
import { problemText } from '@/components/data/problem'
import { Menu, MenuChoice } from '@/components/ui/menu'
import { Mark } from './mark'
import { useMe } from './me'

/** Names the workspace; with more than one, switches. A switch reloads, so that nothing of the old one stays. */
export function WorkspaceSwitcher() {
  const me = useMe()
  const change = useMutation({
    mutationFn: (workspaceId: string) =>
      api('POST', '/api/console/me/workspace', z.unknown(), { body: { workspace_id: workspaceId } }),
    onSuccess: () => leaveFor('/queue'),
    onError: (error) => toast.error(problemText(error)),
  })

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
    <Menu
      align="start"
      className="w-60"
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
    >
      <MenuChoice
        label="Workspaces"
        value={me.workspace.id}
        onChange={(id) => id !== me.workspace.id && change.mutate(id)}
        options={me.workspaces.map((workspace) => ({ value: workspace.id, label: workspace.name }))}
      />
    </Menu>
  )
}

'use client'

import { useMutation } from '@tanstack/react-query'
import { toast } from 'sonner'
import { z } from 'zod'
import { api } from '@/components/data/api'
import { leaveFor } from '@/components/data/leave'
import { problemText } from '@/components/data/problem'
import { Menu, MenuChoice } from '@/components/ui/menu'
import type { OnDemandProps } from '@/components/ui/on-demand'
import { useMe } from './me'

/** A switch reloads, so that nothing of the old workspace stays. */
export function WorkspaceMenu({ trigger }: OnDemandProps) {
  const me = useMe()
  const change = useMutation({
    mutationFn: (workspaceId: string) =>
      api('POST', '/api/console/me/workspace', z.unknown(), { body: { workspace_id: workspaceId } }),
    onSuccess: () => leaveFor('/queue'),
    onError: (error) => toast.error(problemText(error)),
  })
  return (
    <Menu align="start" className="w-60" defaultOpen trigger={trigger}>
      <MenuChoice
        label="Workspaces"
        value={me.workspace.id}
        onChange={(id) => id !== me.workspace.id && change.mutate(id)}
        options={me.workspaces.map((workspace) => ({ value: workspace.id, label: workspace.name }))}
      />
    </Menu>
  )
}

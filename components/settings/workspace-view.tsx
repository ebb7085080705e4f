'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Eye, Zap } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { toast } from 'sonner'
import { api } from '@/components/data/api'
import { problemText } from '@/components/data/problem'
import { useMay } from '@/components/shell/me'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { CopyButton } from '@/components/ui/copy-button'
import { ErrorState } from '@/components/ui/error-state'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Skeleton } from '@/components/ui/skeleton'
import { RelativeTime } from '@/components/ui/time'
import { Workspace } from '@/lib/workspaces/schema'
import { workspaceQuery } from './queries'
import { DedicatedStoreCard } from './workspace/dedicated-store-card'

export function WorkspaceView() {
  const manages = useMay('policy.manage')
  const query = useQuery(workspaceQuery())
  if (query.isPending) return <Skeleton className="h-64 w-full" />
  if (!query.data) {
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} what="the workspace" />
  }
  return (
    <div className="flex max-w-3xl flex-col gap-6">
      <NameCard workspace={query.data} />
      <ModeCard workspace={query.data} />
      {manages && <DedicatedStoreCard />}
    </div>
  )
}

function useUpdate() {
  const client = useQueryClient()
  const router = useRouter()
  return async (body: { name?: string; mode?: Workspace['mode'] }) => {
    const next = await api('PATCH', '/api/console/workspaces', Workspace, { body })
    client.setQueryData(workspaceQuery().queryKey, next)
    // The sidebar shows the name as the server rendered it.
    router.refresh()
    return next
  }
}

function NameCard({ workspace }: { workspace: Workspace }) {
  const manages = useMay('policy.manage')
  const update = useUpdate()
  const [name, setName] = useState(workspace.name)
  const rename = useMutation({
    mutationFn: () => update({ name: name.trim() }),
    onSuccess: (next) => {
      setName(next.name)
      toast.success('Renamed')
    },
  })
  const same = name.trim() === workspace.name
  return (
    <Card title="Workspace">
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          rename.mutate()
        }}
      >
        <Field label="Name" error={rename.error ? problemText(rename.error) : undefined}>
          {(control) => (
            <span className="flex gap-2">
              <Input
                {...control}
                value={name}
                maxLength={80}
                disabled={!manages}
                onChange={(event) => setName(event.target.value)}
              />
              {manages && (
                <Button type="submit" disabled={same || name.trim() === ''} busy={rename.isPending}>
                  Rename
                </Button>
              )}
            </span>
          )}
        </Field>
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-5 gap-y-1.5 text-base">
          <dt className="text-ink-3">Id</dt>
          <dd className="flex items-center gap-1">
            <code className="truncate font-mono text-sm">{workspace.id}</code>
            <CopyButton text={workspace.id} label="Copy the id" iconOnly />
          </dd>
          <dt className="text-ink-3">Short name</dt>
          <dd className="font-mono text-sm">{workspace.slug}</dd>
          <dt className="text-ink-3">Plan</dt>
          <dd>{workspace.plan}</dd>
          <dt className="text-ink-3">Created</dt>
          <dd>
            <RelativeTime at={workspace.created_at} />
          </dd>
        </dl>
      </form>
    </Card>
  )
}

function ModeCard({ workspace }: { workspace: Workspace }) {
  const manages = useMay('policy.manage')
  const update = useUpdate()
  const [asking, setAsking] = useState(false)
  const live = workspace.mode === 'live'
  const Icon = live ? Zap : Eye
  return (
    <Card
      title="Mode"
      actions={
        manages && (
          <Button variant={live ? 'danger-quiet' : 'primary'} onClick={() => setAsking(true)}>
            {live ? 'Go back to shadow' : 'Go live'}
          </Button>
        )
      }
    >
      <div className="flex items-start gap-3">
        <Icon aria-hidden className="mt-1 size-5 shrink-0 text-ink-3" strokeWidth={1.75} />
        <p className="text-base text-ink-2">
          <Badge tone={live ? 'good' : 'warn'} dot className="mr-2">
            {live ? 'Live' : 'Shadow'}
          </Badge>
          {live
            ? 'Approved answers are served. In shadow mode the model would answer everything, and hits would only be judged.'
            : 'The model answers everything. What the cache would have said is recorded and judged, so that you know how often it is wrong before anyone relies on it.'}
        </p>
      </div>
      {asking && (
        <ConfirmDialog
          title={live ? 'Stop serving from the cache?' : 'Serve from the cache?'}
          description={
            live
              ? 'Every question goes to the model again. Entries stay as they are.'
              : 'Approved answers are served from now on. Look at the judgements first: they say how often the cache would have been wrong.'
          }
          action={live ? 'Go back to shadow' : 'Go live'}
          variant={live ? 'danger' : 'primary'}
          onClose={() => setAsking(false)}
          onConfirm={async () => {
            const next = await update({ mode: live ? 'shadow' : 'live' })
            toast.success(next.mode === 'live' ? 'The cache is live' : 'The cache is in shadow mode')
          }}
        />
      )}
    </Card>
  )
}

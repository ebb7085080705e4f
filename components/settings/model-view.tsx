'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Cpu, Plus } from 'lucide-react'
import { useState } from 'react'
import { toast } from 'sonner'
import { z } from 'zod'
import { api, apiPath } from '@/components/data/api'
import { problemText } from '@/components/data/problem'
import { useMay } from '@/components/shell/me'
import { NotForRole } from '@/components/shell/not-for-role'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Dialog } from '@/components/ui/dialog'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { SkeletonRows } from '@/components/ui/skeleton'
import { maxUpstreams, UpstreamState, type Upstream } from '@/lib/workspaces/upstream/schema'
import { upstreamsQuery } from './model/queries'
import { UpstreamForm } from './model/upstream-form'
import { UpstreamRow } from './model/upstream-row'
import { environmentWords, hostOf } from './model/upstream-words'

export function ModelView() {
  if (!useMay('policy.manage')) return <NotForRole>Models and their keys are for admins.</NotForRole>
  return <Models />
}

/** `undefined`: no dialog; `null`: a new one. */
type Editing = Upstream | null | undefined

function Models() {
  const query = useQuery(upstreamsQuery())
  const [editing, setEditing] = useState<Editing>()
  const [removing, setRemoving] = useState<Upstream>()
  const items = query.data?.items ?? []
  const fallback = environmentWords(query.data?.environment ?? [])
  const add = (
    <Button variant={items.length > 0 ? 'secondary' : 'primary'} onClick={() => setEditing(null)}>
      <Plus aria-hidden />
      Add a model
    </Button>
  )
  return (
    <div className="flex max-w-3xl flex-col gap-6">
      <Card
        title="Models of this workspace"
        description="Asked for what the cache does not answer: first those that speak the caller’s format, in this order, then the others. The next one is asked when one is out."
        actions={items.length > 0 && items.length < maxUpstreams && add}
        flush
      >
        {query.isPending && <SkeletonRows rows={2} />}
        {query.isError && !query.data && (
          <ErrorState
            error={query.error}
            onRetry={() => void query.refetch()}
            what="the models"
            className="py-8"
          />
        )}
        {query.data && items.length === 0 && (
          <EmptyState icon={Cpu} title="None of its own" action={add} className="py-10">
            {fallback
              ? `Until you add one, ${fallback} answers, as this deployment is set up.`
              : 'This deployment has none either: only approved answers are served until you add one.'}
          </EmptyState>
        )}
        {items.length > 0 && <Chain items={items} onChange={setEditing} onRemove={setRemoving} />}
      </Card>
      {editing !== undefined && <EditDialog upstream={editing} onClose={() => setEditing(undefined)} />}
      {removing && (
        <RemoveDialog
          upstream={removing}
          last={items.length === 1}
          fallback={fallback}
          onClose={() => setRemoving(undefined)}
        />
      )}
    </div>
  )
}

type ChainProps = {
  items: readonly Upstream[]
  onChange: (upstream: Upstream) => void
  onRemove: (upstream: Upstream) => void
}

function Chain({ items, onChange, onRemove }: ChainProps) {
  const client = useQueryClient()
  const order = useMutation({
    mutationFn: (ids: string[]) =>
      api('PUT', '/api/console/upstream/order', UpstreamState, { body: { ids } }),
    onSuccess: (state) => client.setQueryData(upstreamsQuery().queryKey, state),
    onError: (error) => toast.error('The order stays', { description: problemText(error) }),
  })
  const earlier = (index: number) => {
    const ids = items.map(({ id }) => id)
    ids.splice(index - 1, 0, ...ids.splice(index, 1))
    order.mutate(ids)
  }
  return (
    <ol className="divide-y divide-line border-t border-line" aria-label="In the order they are asked">
      {items.map((upstream, index) => (
        <UpstreamRow
          key={upstream.id}
          upstream={upstream}
          rank={index + 1}
          onChange={() => onChange(upstream)}
          onRemove={() => onRemove(upstream)}
          {...(index > 0 ? { onUp: () => earlier(index) } : {})}
        />
      ))}
    </ol>
  )
}

function EditDialog({ upstream, onClose }: { upstream: Upstream | null; onClose: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={upstream ? 'Change the model' : 'Add a model'}
      description={
        upstream
          ? 'A new key is used by every instance within a second; the old one is then forgotten.'
          : 'It is asked once, for something that costs nothing, before it is saved.'
      }
      width="md"
    >
      <UpstreamForm
        upstream={upstream}
        onCancel={onClose}
        onSaved={() => {
          toast.success(upstream ? 'The model was changed' : 'The model was added')
          onClose()
        }}
      />
    </Dialog>
  )
}

type RemoveDialogProps = { upstream: Upstream; last: boolean; fallback: string | null; onClose: () => void }

function RemoveDialog({ upstream, last, fallback, onClose }: RemoveDialogProps) {
  const client = useQueryClient()
  const then = fallback
    ? `${fallback} answers then, as this deployment is set up.`
    : 'Only approved answers are served then.'
  return (
    <ConfirmDialog
      title={`Remove ${upstream.model} at ${hostOf(upstream.base_url)}?`}
      description={`Its key is deleted. ${last ? then[0]!.toUpperCase() + then.slice(1) : 'The others are asked as before.'}`}
      action="Remove"
      onClose={onClose}
      onConfirm={async () => {
        await api('DELETE', apiPath('/api/console/upstream', upstream.id), z.unknown())
        await client.invalidateQueries({ queryKey: upstreamsQuery().queryKey })
        toast.success('The model was removed')
      }}
    />
  )
}

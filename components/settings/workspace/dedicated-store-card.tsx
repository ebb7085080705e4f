'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Database, Send } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { toast } from 'sonner'
import { z } from 'zod'
import { api } from '@/components/data/api'
import { problemText } from '@/components/data/problem'
import { Badge, type Tone } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Card } from '@/components/ui/card'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { SkeletonRows } from '@/components/ui/skeleton'
import { RelativeTime } from '@/components/ui/time'
import { DedicatedStoreTest, type DedicatedStoreView } from '@/lib/workspaces/dedicated-store/schema'
import { DedicatedStoreDialog } from './dedicated-store-dialog'
import { dedicatedStoreQuery } from './queries'

const path = '/api/console/dedicated-store'

/** Where the workspace's answers are: in the deployment's Redis, or in one of its own. */
export function DedicatedStoreCard() {
  const query = useQuery(dedicatedStoreQuery())
  const [dialog, setDialog] = useState<'set' | 'remove' | null>(null)
  const view = query.data
  const close = () => setDialog(null)
  return (
    <Card
      title="Redis of its own"
      description="Published answers of this workspace stand there and nowhere else; decisions and texts stay in the database."
      actions={view?.host && <StoreActions view={view} onDialog={setDialog} />}
      flush
    >
      {query.isPending && <SkeletonRows rows={1} />}
      {query.isError && !view && (
        <ErrorState
          error={query.error}
          onRetry={() => void query.refetch()}
          what="the workspace’s Redis"
          className="py-8"
        />
      )}
      {view &&
        (view.host ? (
          <OwnStore view={view} host={view.host} />
        ) : (
          <NoStore view={view} onSet={() => setDialog('set')} />
        ))}
      {dialog === 'set' && <DedicatedStoreDialog host={view?.host ?? null} onClose={close} />}
      {dialog === 'remove' && <RemoveDialog host={view?.host ?? ''} onClose={close} />}
    </Card>
  )
}

function NoStore({ view, onSet }: { view: DedicatedStoreView; onSet: () => void }) {
  const moving = view.status === 'moving' || view.emptying.length > 0
  if (!view.plan.included)
    return (
      <EmptyState
        icon={Database}
        title="Not in this plan"
        action={
          <Link href="/settings/plan" className="text-base font-medium text-accent-text hover:underline">
            See the plan
          </Link>
        }
        className="py-10"
      >
        {`${view.plan.name} keeps answers in the deployment’s Redis, apart from other workspaces’ by name. Enterprise may bring its own.`}
      </EmptyState>
    )
  return (
    <EmptyState
      icon={Database}
      title={moving ? 'Moving back' : 'None of its own'}
      action={
        <Button variant="primary" onClick={onSet}>
          Use a Redis of your own
        </Button>
      }
      className="py-10"
    >
      {moving
        ? 'Answers are written into the deployment’s Redis and deleted from yours. A look-up may miss meanwhile.'
        : 'Answers are in the deployment’s Redis.'}
    </EmptyState>
  )
}

const looks: Record<DedicatedStoreView['status'], { tone: Tone; words: string }> = {
  none: { tone: 'neutral', words: 'Not used' },
  moving: { tone: 'warn', words: 'Moving' },
  connected: { tone: 'good', words: 'Connected' },
  broken: { tone: 'bad', words: 'Does not answer' },
}

function OwnStore({ view, host }: { view: DedicatedStoreView; host: string }) {
  const { tone, words } = looks[view.status]
  return (
    <div className="flex flex-col gap-3 border-t border-line px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <span className="font-mono text-sm font-medium [overflow-wrap:anywhere]">{host}</span>
        <Badge tone={tone} dot>
          {words}
        </Badge>
      </div>
      <p className="text-sm [overflow-wrap:anywhere] text-ink-3">
        Set by {view.set_by}
        {view.set_at && (
          <>
            {' '}
            <RelativeTime at={view.set_at} />
          </>
        )}
        . User and password are kept encrypted and never shown again.
      </p>
      {view.status === 'broken' && (
        <Callout tone="bad" role="status" title="Look-ups miss until it answers again">
          The model is asked instead. What is decided meanwhile is written there when it is back.
        </Callout>
      )}
      {view.status === 'moving' && (
        <Callout role="status">Answers are being written there. A look-up may miss meanwhile.</Callout>
      )}
      {view.status === 'connected' && view.emptying.length > 0 && (
        <Callout role="status">{`Answers are being deleted from ${view.emptying.join(' and ')}.`}</Callout>
      )}
      {!view.plan.included && (
        <Callout tone="warn">{`It stays in use on ${view.plan.name}, but cannot be changed, only removed.`}</Callout>
      )}
    </div>
  )
}

type StoreActionsProps = { view: DedicatedStoreView; onDialog: (dialog: 'set' | 'remove') => void }

function StoreActions({ view, onDialog }: StoreActionsProps) {
  const test = useMutation({
    mutationFn: () => api('POST', `${path}/test`, DedicatedStoreTest),
    onSuccess: ({ ok, detail }) =>
      ok
        ? toast.success('It works', { description: detail })
        : toast.error('It does not work', { description: detail }),
    onError: (error) => toast.error('It was not tried', { description: problemText(error) }),
  })
  return (
    <span className="flex flex-wrap gap-2">
      <Button onClick={() => test.mutate()} busy={test.isPending}>
        <Send aria-hidden />
        Test
      </Button>
      {view.plan.included && <Button onClick={() => onDialog('set')}>Change</Button>}
      <Button variant="danger-quiet" onClick={() => onDialog('remove')}>
        Remove
      </Button>
    </span>
  )
}

function RemoveDialog({ host, onClose }: { host: string; onClose: () => void }) {
  const client = useQueryClient()
  return (
    <ConfirmDialog
      title={`Stop using ${host}?`}
      description="Its address is deleted. Answers move into the deployment’s Redis, and are deleted from this one where it can be reached."
      action="Remove"
      onClose={onClose}
      onConfirm={async () => {
        await api('DELETE', path, z.unknown())
        await client.invalidateQueries({ queryKey: dedicatedStoreQuery().queryKey })
        toast.success('Answers are moving back')
      }}
    />
  )
}

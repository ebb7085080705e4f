'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Monitor, Smartphone } from 'lucide-react'
import { useState } from 'react'
import { toast } from 'sonner'
import { z } from 'zod'
import { api, apiPath } from '@/components/data/api'
import { leaveFor } from '@/components/data/leave'
import { problemText } from '@/components/data/problem'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { ErrorState } from '@/components/ui/error-state'
import { plural } from '@/components/ui/format'
import { SkeletonRows } from '@/components/ui/skeleton'
import { RelativeTime } from '@/components/ui/time'
import type { SessionView } from '@/lib/auth/schema'
import { sessionsQuery } from '../queries'
import { deviceWords } from './device-words'

export function SessionsCard() {
  const client = useQueryClient()
  const query = useQuery(sessionsQuery())
  const [everywhere, setEverywhere] = useState(false)
  const others = useMutation({
    mutationFn: () =>
      api('DELETE', '/api/console/sessions', z.object({ ended: z.number() }), {
        query: { keep_current: '1' },
      }),
    onSuccess: async ({ ended }) => {
      await client.invalidateQueries({ queryKey: sessionsQuery().queryKey })
      toast.success(`${plural(ended, 'session')} ended`)
    },
    onError: (error) => toast.error('The sessions were not ended', { description: problemText(error) }),
  })
  const sessions = [...(query.data ?? [])].sort((a, b) => Number(b.current) - Number(a.current))
  return (
    <Card
      title="Sessions"
      description="Where you are signed in."
      flush
      footer={
        <>
          <Button
            size="sm"
            busy={others.isPending}
            disabled={sessions.length < 2}
            onClick={() => others.mutate()}
          >
            Sign out the others
          </Button>
          <Button size="sm" variant="danger-quiet" onClick={() => setEverywhere(true)}>
            Sign out everywhere
          </Button>
        </>
      }
    >
      {query.isPending && <SkeletonRows rows={2} />}
      {query.isError && !query.data && (
        <ErrorState
          error={query.error}
          onRetry={() => void query.refetch()}
          what="your sessions"
          className="py-8"
        />
      )}
      <ul className="divide-y divide-line border-t border-line">
        {sessions.map((session) => (
          <SessionRow key={session.id} session={session} />
        ))}
      </ul>
      {everywhere && (
        <ConfirmDialog
          title="Sign out everywhere?"
          description="This device too: you sign in again with your password and second factor."
          action="Sign out everywhere"
          onClose={() => setEverywhere(false)}
          onConfirm={async () => {
            await api('DELETE', '/api/console/sessions', z.unknown())
            leaveFor('/sign-in')
          }}
        />
      )}
    </Card>
  )
}

function SessionRow({ session }: { session: SessionView }) {
  const client = useQueryClient()
  const end = useMutation({
    mutationFn: () => api('DELETE', apiPath('/api/console/sessions', session.id), z.unknown()),
    onSuccess: () => client.invalidateQueries({ queryKey: sessionsQuery().queryKey }),
    onError: (error) => toast.error('The session was not ended', { description: problemText(error) }),
  })
  const device = deviceWords(session.user_agent)
  const Icon = device.phone ? Smartphone : Monitor
  return (
    <li className="flex items-center gap-3 px-4 py-2.5">
      <Icon aria-hidden className="size-4.5 shrink-0 text-ink-3" strokeWidth={1.75} />
      <div className="min-w-0 flex-1">
        <p className="truncate" title={session.user_agent ?? undefined}>
          {device.text}
        </p>
        <p className="text-sm text-ink-3">
          {session.current ? 'signed in' : 'last seen'}{' '}
          <RelativeTime at={session.current ? session.created_at : session.last_seen_at} />
        </p>
      </div>
      {session.current ? (
        <Badge tone="good">This one</Badge>
      ) : (
        <Button
          size="sm"
          variant="quiet"
          busy={end.isPending}
          aria-label={`End the session on ${device.text}`}
          onClick={() => end.mutate()}
        >
          End
        </Button>
      )}
    </li>
  )
}

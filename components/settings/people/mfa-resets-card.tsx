'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { toast } from 'sonner'
import { z } from 'zod'
import { api, apiPath } from '@/components/data/api'
import { problemText } from '@/components/data/problem'
import { useMe } from '@/components/shell/me'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { RelativeTime } from '@/components/ui/time'
import type { MfaResetView } from '@/lib/auth/schema'
import { mfaResetsQuery } from '../queries'

/** Lost second factors that wait for a second admin. Not there while none waits. */
export function MfaResetsCard() {
  const resets = useQuery(mfaResetsQuery()).data ?? []
  if (resets.length === 0) return null
  return (
    <Card
      title="Second factor resets"
      description="Two admins decide; whoever asked cannot agree to it."
      className="border-warn"
      flush
    >
      <ul className="divide-y divide-line border-t border-line">
        {resets.map((reset) => (
          <ResetRow key={reset.id} reset={reset} />
        ))}
      </ul>
    </Card>
  )
}

function ResetRow({ reset }: { reset: MfaResetView }) {
  const me = useMe()
  const client = useQueryClient()
  const own = reset.requested_by === me.email
  const asker = own ? 'you' : reset.requested_by
  const path = apiPath('/api/console/members/mfa-resets', reset.id)
  const decide = useMutation({
    mutationFn: (agree: boolean) =>
      agree ? api('POST', `${path}/approve`, z.unknown()) : api('DELETE', path, z.unknown()),
    onSuccess: async (_, agree) => {
      await client.invalidateQueries({ queryKey: ['settings'] })
      toast.success(agree ? `${reset.email} enrols anew at the next sign-in` : 'The reset was refused')
    },
    onError: (error) => toast.error('Nothing was changed', { description: problemText(error) }),
  })
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-64">
        <p className="font-medium">{reset.email}</p>
        <p className="text-base [overflow-wrap:anywhere] text-ink-2">{reset.reason}</p>
        <p className="text-sm text-ink-3">
          asked for by {asker} <RelativeTime at={reset.created_at} />, expires{' '}
          <RelativeTime at={reset.expires_at} />
        </p>
      </div>
      <div className="flex gap-2">
        <Button size="sm" disabled={decide.isPending} onClick={() => decide.mutate(false)}>
          {own ? 'Withdraw' : 'Refuse'}
        </Button>
        {!own && (
          <Button size="sm" variant="primary" busy={decide.isPending} onClick={() => decide.mutate(true)}>
            Agree to reset
          </Button>
        )}
      </div>
    </li>
  )
}

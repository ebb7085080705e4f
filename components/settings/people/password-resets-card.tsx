'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { toast } from 'sonner'
import { z } from 'zod'
import { api, apiPath } from '@/components/data/api'
import { problemText } from '@/components/data/problem'
import { useMe } from '@/components/shell/me'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { RelativeTime } from '@/components/ui/time'
import { MadePasswordReset, type PasswordResetView } from '@/lib/auth/schema'
import { passwordResetsQuery } from '../queries'
import { PasswordLinkDialog } from './password-reset-dialog'

type Made = { email: string; link: string }

/** Forgotten passwords: what waits for a second admin, and links that were not used yet. */
export function PasswordResetsCard() {
  const resets = useQuery(passwordResetsQuery()).data ?? []
  const [made, setMade] = useState<Made | null>(null)
  if (resets.length === 0 && !made) return null
  return (
    <Card
      title="Password resets"
      description="Where no second factor protects the account, two admins decide."
      className="border-warn"
      flush
    >
      <ul className="divide-y divide-line border-t border-line">
        {resets.map((reset) => (
          <ResetRow key={reset.id} reset={reset} onMade={setMade} />
        ))}
      </ul>
      {made && <PasswordLinkDialog {...made} onClose={() => setMade(null)} />}
    </Card>
  )
}

function ResetRow({ reset, onMade }: { reset: PasswordResetView; onMade: (made: Made) => void }) {
  const me = useMe()
  const client = useQueryClient()
  const own = reset.requested_by === me.email
  const path = apiPath('/api/console/members/password-resets', reset.id)
  const refresh = () => client.invalidateQueries({ queryKey: passwordResetsQuery().queryKey })
  const onError = (error: Error) => toast.error('Nothing was changed', { description: problemText(error) })
  const agree = useMutation({
    mutationFn: () => api('POST', `${path}/approve`, MadePasswordReset),
    onSuccess: async ({ link }) => {
      if (link) onMade({ email: reset.email, link })
      await refresh()
    },
    onError,
  })
  const revoke = useMutation({
    mutationFn: () => api('DELETE', path, z.unknown()),
    onSuccess: async () => {
      await refresh()
      toast.success('The reset was taken back')
    },
    onError,
  })
  const busy = agree.isPending || revoke.isPending
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-64">
        <p className="font-medium">{reset.email}</p>
        <p className="text-base [overflow-wrap:anywhere] text-ink-2">{reset.reason}</p>
        <p className="text-sm text-ink-3">
          {reset.waiting ? 'waits for a second admin' : 'link made, not used yet'}, asked for by{' '}
          {own ? 'you' : reset.requested_by} <RelativeTime at={reset.created_at} />, expires{' '}
          <RelativeTime at={reset.expires_at} />
        </p>
      </div>
      <div className="flex gap-2">
        <Button size="sm" disabled={busy} onClick={() => revoke.mutate()}>
          {reset.waiting && !own ? 'Refuse' : 'Take back'}
        </Button>
        {reset.waiting && !own && (
          <Button
            size="sm"
            variant="primary"
            busy={agree.isPending}
            disabled={busy}
            onClick={() => agree.mutate()}
          >
            Agree and get the link
          </Button>
        )}
      </div>
    </li>
  )
}

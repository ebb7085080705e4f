'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { toast } from 'sonner'
import { z } from 'zod'
import { api, apiPath } from '@/components/data/api'
import { problemText } from '@/components/data/problem'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { ErrorState } from '@/components/ui/error-state'
import { SkeletonRows } from '@/components/ui/skeleton'
import { RelativeTime } from '@/components/ui/time'
import type { Invitation } from '@/lib/auth/schema'
import { invitationsQuery } from '../queries'
import { roleLabel } from './roles'

export function InvitationsCard() {
  const query = useQuery(invitationsQuery())
  return (
    <Card title="Open invitations" flush>
      {query.isPending && <SkeletonRows rows={1} />}
      {query.isError && !query.data && (
        <ErrorState
          error={query.error}
          onRetry={() => void query.refetch()}
          what="the invitations"
          className="py-8"
        />
      )}
      {query.data?.length === 0 && (
        <p className="px-4 pb-4 text-base text-ink-3">
          None. Whoever you invite stands here until they join.
        </p>
      )}
      {query.data && query.data.length > 0 && (
        <ul className="divide-y divide-line border-t border-line">
          {query.data.map((invitation) => (
            <InvitationRow key={invitation.id} invitation={invitation} />
          ))}
        </ul>
      )}
    </Card>
  )
}

function InvitationRow({ invitation }: { invitation: Invitation }) {
  const client = useQueryClient()
  const revoke = useMutation({
    mutationFn: () => api('DELETE', apiPath('/api/console/invitations', invitation.id), z.unknown()),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: invitationsQuery().queryKey })
      toast.success(`The invitation of ${invitation.email} was taken back`)
    },
    onError: (error) => toast.error('It was not taken back', { description: problemText(error) }),
  })
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5">
      <span className="min-w-0 flex-1 truncate">{invitation.email}</span>
      <Badge>{roleLabel(invitation.role)}</Badge>
      <span className="text-sm text-ink-3">
        expires <RelativeTime at={invitation.expires_at} />
      </span>
      <Button
        size="sm"
        variant="danger-quiet"
        busy={revoke.isPending}
        aria-label={`Take back the invitation of ${invitation.email}`}
        onClick={() => revoke.mutate()}
      >
        Take back
      </Button>
    </li>
  )
}

'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Ellipsis, Send, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { toast } from 'sonner'
import { z } from 'zod'
import { api, apiPath } from '@/components/data/api'
import { problemText } from '@/components/data/problem'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Menu, MenuItem } from '@/components/ui/menu'
import { RelativeTime } from '@/components/ui/time'
import { WebhookTest, type Webhook } from '@/lib/proposals/webhooks/schema'
import { webhooksQuery } from '../queries'
import { eventWords } from './event-words'

export function WebhookRow({ webhook }: { webhook: Webhook }) {
  const client = useQueryClient()
  const [removing, setRemoving] = useState(false)
  const refresh = () => client.invalidateQueries({ queryKey: webhooksQuery().queryKey })
  const test = useMutation({
    mutationFn: () => api('POST', `${apiPath('/api/console/webhooks', webhook.id)}/test`, WebhookTest),
    onSuccess: ({ ok, detail }) => {
      const say = ok ? toast.success : toast.error
      say(ok ? 'The test arrived' : 'The test did not arrive', { description: detail })
    },
    onError: (error) => toast.error('The test was not sent', { description: problemText(error) }),
    onSettled: refresh,
  })
  const name = hostOf(webhook.url)
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-60">
        <p className="font-mono text-sm [overflow-wrap:anywhere]">{webhook.url}</p>
        <ul className="mt-1.5 flex flex-wrap gap-1" aria-label={`Events sent to ${name}`}>
          {webhook.events.map((event) => (
            <li key={event}>
              <Badge>{eventWords[event]}</Badge>
            </li>
          ))}
        </ul>
      </div>
      <div className="flex items-center gap-2">
        <LastDelivery webhook={webhook} />
        <Menu
          trigger={
            <Button variant="quiet" size="icon-sm" aria-label={`Actions for ${name}`} busy={test.isPending}>
              <Ellipsis aria-hidden />
            </Button>
          }
        >
          <MenuItem onSelect={() => test.mutate()}>
            <Send aria-hidden />
            Send a test
          </MenuItem>
          <MenuItem tone="bad" onSelect={() => setRemoving(true)}>
            <Trash2 aria-hidden />
            Remove…
          </MenuItem>
        </Menu>
      </div>
      {removing && (
        <ConfirmDialog
          title={`Remove the webhook to ${name}?`}
          description="What waits to be delivered to it is dropped. Its signing secret is gone for good."
          action="Remove"
          onClose={() => setRemoving(false)}
          onConfirm={async () => {
            await api('DELETE', apiPath('/api/console/webhooks', webhook.id), z.unknown())
            await refresh()
            toast.success('The webhook was removed')
          }}
        />
      )}
    </li>
  )
}

function LastDelivery({ webhook: { last_status, last_at, disabled_at } }: { webhook: Webhook }) {
  if (disabled_at) return <Badge>Off</Badge>
  if (last_status === null || !last_at) return <span className="text-sm text-ink-3">Nothing sent yet</span>
  const ok = last_status >= 200 && last_status < 300
  return (
    <span className="flex items-center gap-2 text-sm whitespace-nowrap text-ink-3">
      <Badge tone={ok ? 'good' : 'bad'} dot>
        {ok ? 'Delivered' : last_status === 0 ? 'No answer' : `Status ${last_status}`}
      </Badge>
      <RelativeTime at={last_at} />
    </span>
  )
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url
}

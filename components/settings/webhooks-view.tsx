'use client'

import { useQuery } from '@tanstack/react-query'
import { Plus, Webhook as WebhookIcon } from 'lucide-react'
import { useState } from 'react'
import { useMay } from '@/components/shell/me'
import { NotForRole } from '@/components/shell/not-for-role'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { SkeletonRows } from '@/components/ui/skeleton'
import { webhooksQuery } from './queries'
import { CreateWebhookDialog } from './webhooks/create-webhook-dialog'
import { NormalizerWebhookCard } from './webhooks/normalizer-webhook-card'
import { WebhookRow } from './webhooks/webhook-row'

export function WebhooksView() {
  if (!useMay('policy.manage')) return <NotForRole>Webhooks are for admins.</NotForRole>
  return (
    <div className="flex max-w-3xl flex-col gap-6">
      <EventWebhooks />
      <NormalizerWebhookCard />
    </div>
  )
}

function EventWebhooks() {
  const query = useQuery(webhooksQuery())
  const [creating, setCreating] = useState(false)
  const webhooks = query.data ?? []
  const create = (
    <Button variant={webhooks.length > 0 ? 'secondary' : 'primary'} onClick={() => setCreating(true)}>
      <Plus aria-hidden />
      Add a webhook
    </Button>
  )
  return (
    <Card
      title="Events to your systems"
      description="What reviewers are told of, sent signed to a chat, a ticket queue or a pager. Retried for about two hours."
      actions={webhooks.length > 0 && create}
      flush
    >
      {query.isPending && <SkeletonRows rows={2} />}
      {query.isError && !query.data && (
        <ErrorState
          error={query.error}
          onRetry={() => void query.refetch()}
          what="the webhooks"
          className="py-8"
        />
      )}
      {query.data && webhooks.length === 0 && (
        <EmptyState icon={WebhookIcon} title="No webhooks yet" action={create} className="py-10">
          Add one to hear outside the console that something of high risk waits, or that an entry was
          quarantined.
        </EmptyState>
      )}
      {webhooks.length > 0 && (
        <ul className="divide-y divide-line border-t border-line">
          {webhooks.map((webhook) => (
            <WebhookRow key={webhook.id} webhook={webhook} />
          ))}
        </ul>
      )}
      {creating && <CreateWebhookDialog onClose={() => setCreating(false)} />}
    </Card>
  )
}

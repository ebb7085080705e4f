'use client'

import { useQuery } from '@tanstack/react-query'
import { Split } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { SkeletonText } from '@/components/ui/skeleton'
import { normalizerWebhookQuery } from '../queries'
import { NormalizerWebhookFacts } from './normalizer-webhook-facts'
import { NormalizerWebhookForm } from './normalizer-webhook-form'

/** The workspace's own normaliser: asked about questions that nothing built in could place. */
export function NormalizerWebhookCard() {
  const query = useQuery(normalizerWebhookQuery())
  const [editing, setEditing] = useState(false)
  const webhook = query.data
  return (
    <Card
      title="Your own normaliser"
      description="Asked after a reply has left, about a question that nothing built in could place. Its choice is remembered and can be revoked under Normalizer, Memo."
      actions={webhook && <Button onClick={() => setEditing(true)}>Change</Button>}
    >
      {query.isPending && <SkeletonText lines={3} />}
      {query.isError && webhook === undefined && (
        <ErrorState
          error={query.error}
          onRetry={() => void query.refetch()}
          what="the normaliser"
          className="py-8"
        />
      )}
      {webhook === null && (
        <EmptyState
          icon={Split}
          title="None set"
          className="py-8"
          action={<Button onClick={() => setEditing(true)}>Set one up</Button>}
        >
          If you run a classifier of your own, give its address: it gets the masked question and the intents,
          and answers with one of them or none.
        </EmptyState>
      )}
      {webhook && <NormalizerWebhookFacts webhook={webhook} />}
      {editing && <NormalizerWebhookForm webhook={webhook ?? null} onClose={() => setEditing(false)} />}
    </Card>
  )
}

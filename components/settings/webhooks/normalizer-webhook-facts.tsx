'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { toast } from 'sonner'
import { z } from 'zod'
import { api } from '@/components/data/api'
import { problemText } from '@/components/data/problem'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { RelativeTime } from '@/components/ui/time'
import { NormalizerWebhookTest, type NormalizerWebhook } from '@/lib/normalization/tiers/webhook-schema'
import { normalizerWebhookQuery } from '../queries'

const path = '/api/console/normalizer-webhook'

/** What is set, how it did the last time, and a question to try it with. */
export function NormalizerWebhookFacts({ webhook }: { webhook: NormalizerWebhook }) {
  const client = useQueryClient()
  const [removing, setRemoving] = useState(false)
  const refresh = () => client.invalidateQueries({ queryKey: normalizerWebhookQuery().queryKey })
  return (
    <div className="flex flex-col gap-5">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-5 gap-y-1.5 text-base">
        <dt className="text-ink-3">URL</dt>
        <dd className="font-mono text-sm [overflow-wrap:anywhere]">{webhook.url}</dd>
        <dt className="text-ink-3">Deadline</dt>
        <dd className="tabular-nums">{webhook.deadline_ms.toLocaleString('en')} ms</dd>
        <dt className="text-ink-3">State</dt>
        <dd>
          <Badge tone={webhook.enabled ? 'good' : 'neutral'} dot>
            {webhook.enabled ? 'On' : 'Off'}
          </Badge>
        </dd>
        <dt className="text-ink-3">Last asked</dt>
        <dd>{webhook.last_at ? <LastOutcome webhook={webhook} at={webhook.last_at} /> : 'Never'}</dd>
      </dl>
      {webhook.enabled && <TryIt onTried={() => void refresh()} />}
      <Button variant="danger-quiet" className="self-start" onClick={() => setRemoving(true)}>
        Remove
      </Button>
      {removing && (
        <ConfirmDialog
          title="Remove your own normaliser?"
          description="Questions it would have placed stay misses. What it decided so far stays remembered until revoked."
          action="Remove"
          onClose={() => setRemoving(false)}
          onConfirm={async () => {
            await api('DELETE', path, z.unknown())
            await refresh()
            toast.success('The normaliser was removed')
          }}
        />
      )}
    </div>
  )
}

function LastOutcome({ webhook: { last_outcome }, at }: { webhook: NormalizerWebhook; at: string }) {
  const ok = last_outcome === 'ok'
  return (
    <>
      <RelativeTime at={at} />
      {ok ? ': it answered' : <span className="text-bad-text">: {last_outcome}</span>}
    </>
  )
}

function TryIt({ onTried }: { onTried: () => void }) {
  const [query, setQuery] = useState('')
  const ask = useMutation({
    mutationFn: () => api('POST', `${path}/test`, NormalizerWebhookTest, { body: { query: query.trim() } }),
    onSettled: onTried,
  })
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        ask.mutate()
      }}
    >
      <Field label="Try it" hint="Sent as it stands, with no intents to choose from.">
        {(control) => (
          <span className="flex gap-2">
            <Input
              {...control}
              value={query}
              maxLength={500}
              onChange={(event) => setQuery(event.target.value)}
              placeholder="where is my parcel"
            />
            <Button type="submit" busy={ask.isPending} disabled={query.trim() === ''}>
              Ask
            </Button>
          </span>
        )}
      </Field>
      {ask.data && (
        <Callout tone={ask.data.ok ? 'good' : 'bad'} role="status">
          {ask.data.detail}
        </Callout>
      )}
      {ask.error && (
        <Callout tone="bad" role="alert">
          {problemText(ask.error)}
        </Callout>
      )}
    </form>
  )
}

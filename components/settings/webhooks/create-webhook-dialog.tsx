'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { api } from '@/components/data/api'
import { isProblem, problemText } from '@/components/data/problem'
import { Button } from '@/components/ui/button'
import { CheckboxLine } from '@/components/ui/checkbox'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { CreateWebhook, NewWebhook, type WebhookEvent } from '@/lib/proposals/webhooks/schema'
import { webhooksQuery } from '../queries'
import { remindToKeep, SecretOnce } from '../secret-once'
import { eventWords, webhookEvents } from './event-words'

export function CreateWebhookDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient()
  const [url, setUrl] = useState('')
  const [events, setEvents] = useState<readonly WebhookEvent[]>(webhookEvents)
  const [tried, setTried] = useState(false)
  const body = { url: url.trim(), events: [...events] }
  const checked = CreateWebhook.safeParse(body)
  const create = useMutation({
    mutationFn: () => api('POST', '/api/console/webhooks', NewWebhook, { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: webhooksQuery().queryKey }),
  })
  const wrongUrl = tried && !CreateWebhook.shape.url.safeParse(body.url).success
  const theirs = isProblem(create.error) ? create.error.field('url') : undefined

  function submit(event: FormEvent) {
    event.preventDefault()
    setTried(true)
    if (checked.success) create.mutate()
  }

  if (create.data) {
    return (
      <Dialog open onOpenChange={remindToKeep} title="Copy the signing secret now">
        <SecretOnce
          label="Signing secret"
          secret={create.data.secret}
          note="Each delivery carries x-l0-signature: its HMAC under this secret. The receiver checks it; it cannot be shown again."
          onDone={onClose}
        />
      </Dialog>
    )
  }
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="Add a webhook" width="md">
      <form className="flex flex-col gap-4" noValidate onSubmit={submit}>
        <Field
          label="URL"
          hint="It must be reachable from this server. It gets a POST with a JSON body."
          error={wrongUrl ? 'Give a full address, such as https://hooks.example.com/l0.' : theirs}
        >
          {(control) => (
            <Input
              {...control}
              autoFocus
              type="url"
              inputMode="url"
              maxLength={500}
              value={url}
              onChange={(event) => setUrl(event.target.value)}
              placeholder="https://hooks.example.com/l0"
              className="font-mono text-sm"
            />
          )}
        </Field>
        <fieldset className="flex flex-col gap-2">
          <legend className="mb-1.5 text-sm font-medium">Tell it when</legend>
          {webhookEvents.map((event) => (
            <CheckboxLine
              key={event}
              checked={events.includes(event)}
              onChange={(on) => setEvents(on ? [...events, event] : events.filter((one) => one !== event))}
            >
              {eventWords[event]}
            </CheckboxLine>
          ))}
          {tried && events.length === 0 && (
            <p className="text-sm text-bad-text">Choose at least one event.</p>
          )}
        </fieldset>
        {create.error && !theirs && (
          <p role="alert" className="text-base text-bad-text">
            {problemText(create.error)}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={create.isPending}>
            Add webhook
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

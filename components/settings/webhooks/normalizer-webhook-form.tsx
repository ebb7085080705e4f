'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { toast } from 'sonner'
import { api } from '@/components/data/api'
import { isProblem, problemText } from '@/components/data/problem'
import { Button } from '@/components/ui/button'
import { CheckboxLine } from '@/components/ui/checkbox'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import {
  SavedWebhook,
  SetNormalizerWebhook,
  type NormalizerWebhook,
} from '@/lib/normalization/tiers/webhook-schema'
import { normalizerWebhookQuery } from '../queries'
import { remindToKeep, SecretOnce } from '../secret-once'

type FormProps = { webhook: NormalizerWebhook | null; onClose: () => void }

export function NormalizerWebhookForm({ webhook, onClose }: FormProps) {
  const client = useQueryClient()
  const [url, setUrl] = useState(webhook?.url ?? '')
  const [deadline, setDeadline] = useState(String(webhook?.deadline_ms ?? 1_500))
  const [enabled, setEnabled] = useState(webhook?.enabled ?? true)
  const [rotate, setRotate] = useState(false)
  const [tried, setTried] = useState(false)
  const body = { url: url.trim(), deadline_ms: Number(deadline), enabled, rotate_secret: rotate }
  const checked = SetNormalizerWebhook.safeParse(body)
  const save = useMutation({
    mutationFn: () => api('PUT', '/api/console/normalizer-webhook', SavedWebhook, { body }),
    onSuccess: async ({ secret }) => {
      await client.invalidateQueries({ queryKey: normalizerWebhookQuery().queryKey })
      if (secret !== null) return
      toast.success('The normaliser was changed')
      onClose()
    },
  })
  const wrong = (name: 'url' | 'deadline_ms', words: string) =>
    tried && checked.error?.issues.some((issue) => issue.path[0] === name)
      ? words
      : isProblem(save.error)
        ? save.error.field(name)
        : undefined
  const urlError = wrong('url', 'Give a full address, such as https://nlu.example.com/l0.')
  const deadlineError = wrong('deadline_ms', 'From 50 to 10,000 milliseconds.')

  function submit(event: FormEvent) {
    event.preventDefault()
    setTried(true)
    if (checked.success) save.mutate()
  }

  if (save.data?.secret) {
    return (
      <Dialog open onOpenChange={remindToKeep} title="Copy the signing secret now">
        <SecretOnce
          label="Signing secret"
          secret={save.data.secret}
          note="Each question carries l0-signature: its HMAC under this secret. Your normaliser checks it; it cannot be shown again."
          onDone={onClose}
        />
      </Dialog>
    )
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={webhook ? 'Change your normaliser' : 'Set up your own normaliser'}
      width="md"
    >
      <form className="flex flex-col gap-4" noValidate onSubmit={submit}>
        <Field label="URL" hint="Gets the masked question; answers { key, confidence }." error={urlError}>
          {(control) => (
            <Input
              {...control}
              autoFocus
              type="url"
              inputMode="url"
              maxLength={500}
              value={url}
              onChange={(event) => setUrl(event.target.value)}
              placeholder="https://nlu.example.com/l0"
              className="font-mono text-sm"
            />
          )}
        </Field>
        <Field label="Deadline in milliseconds" hint="Later answers are dropped." error={deadlineError}>
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              value={deadline}
              onChange={(event) => setDeadline(event.target.value.replace(/\D/g, ''))}
              className="max-w-32 tabular-nums"
            />
          )}
        </Field>
        <CheckboxLine checked={enabled} onChange={setEnabled}>
          Ask it
        </CheckboxLine>
        {webhook && (
          <CheckboxLine checked={rotate} onChange={setRotate}>
            Make a new signing secret <span className="text-ink-3">the old one ends at once</span>
          </CheckboxLine>
        )}
        {save.error && !urlError && !deadlineError && (
          <p role="alert" className="text-base text-bad-text">
            {problemText(save.error)}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={save.isPending}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/components/data/api'
import { isProblem, problemText } from '@/components/data/problem'
import { Button } from '@/components/ui/button'
import { CheckboxLine } from '@/components/ui/checkbox'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input, Textarea } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { CreateApiKey, NewApiKey, type ApiScope } from '@/lib/auth/schema'
import { keysQuery } from '../queries'
import { remindToKeep, SecretOnce } from '../secret-once'

const scopes: readonly { value: ApiScope; label: string; note: string }[] = [
  { value: 'lookup', label: 'Lookup', note: 'ask for answers: what services need' },
  { value: 'review', label: 'Review', note: 'decide on proposals, roll back entries' },
  { value: 'audit', label: 'Audit', note: 'read and export the audit log' },
]
const expiries = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: '1 year' },
  { value: 'never', label: 'Never' },
] as const

type Draft = {
  name: string
  scopes: ApiScope[]
  expiry: (typeof expiries)[number]['value']
  cidrs: string
  rate: string
}
const blank: Draft = { name: '', scopes: ['lookup'], expiry: '90', cidrs: '', rate: '' }

function toBody(draft: Draft) {
  return {
    name: draft.name.trim(),
    scopes: draft.scopes,
    expires_in_days: draft.expiry === 'never' ? null : Number(draft.expiry),
    allowed_cidrs: draft.cidrs.split(/[\s,]+/).filter(Boolean),
    rate_per_minute: draft.rate.trim() === '' ? null : Number(draft.rate),
  }
}

/** The fields that are wrong, by the shape the server reads with; and what the server said of them. */
function fieldErrors(draft: Draft, problem: unknown): (name: string) => string | undefined {
  const parsed = CreateApiKey.safeParse(toBody(draft))
  return (name) => {
    const own = parsed.error?.issues.find((issue) => issue.path[0] === name)
    const theirs = isProblem(problem)
      ? problem.errors.find(({ field }) => field.split('.')[0] === name)
      : undefined
    if (own && name === 'allowed_cidrs') return 'Give CIDR blocks such as 203.0.113.0/24, one a line.'
    if (own && name === 'name') return 'Give it a name.'
    return own?.message ?? theirs?.message
  }
}

export function CreateKeyDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient()
  const [draft, setDraft] = useState(blank)
  const [tried, setTried] = useState(false)
  const create = useMutation({
    mutationFn: () => api('POST', '/api/console/keys', NewApiKey, { body: toBody(draft) }),
    onSuccess: () => client.invalidateQueries({ queryKey: keysQuery().queryKey }),
  })
  const wrong = fieldErrors(draft, create.error)
  const error = (name: string) => (tried ? wrong(name) : undefined)
  const set = (patch: Partial<Draft>) => setDraft((was) => ({ ...was, ...patch }))

  if (create.data) {
    return (
      <Dialog open onOpenChange={remindToKeep} title="Copy the key now">
        <SecretOnce
          label="API key"
          secret={create.data.key}
          note="Only its hash is kept: it cannot be shown again. Put it into the service’s secrets, not into code."
          onDone={onClose}
        />
      </Dialog>
    )
  }
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="Create an API key" width="md">
      <form
        className="flex flex-col gap-4"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          if (CreateApiKey.safeParse(toBody(draft)).success) create.mutate()
        }}
      >
        <Field label="Name" hint="Which service uses it, and where." error={error('name')}>
          {(control) => (
            <Input
              {...control}
              autoFocus
              maxLength={80}
              value={draft.name}
              onChange={(event) => set({ name: event.target.value })}
              placeholder="support-bot production"
            />
          )}
        </Field>
        <fieldset className="flex flex-col gap-2">
          <legend className="mb-1.5 text-sm font-medium">Scopes</legend>
          {scopes.map(({ value, label, note }) => (
            <CheckboxLine
              key={value}
              checked={draft.scopes.includes(value)}
              onChange={(on) =>
                set({
                  scopes: on ? [...draft.scopes, value] : draft.scopes.filter((scope) => scope !== value),
                })
              }
            >
              {label} <span className="text-ink-3">{note}</span>
            </CheckboxLine>
          ))}
          {tried && draft.scopes.length === 0 && <p className="text-sm text-bad-text">Pick at least one.</p>}
        </fieldset>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Expires in" error={error('expires_in_days')}>
            {(control) => (
              <Select
                {...control}
                value={draft.expiry}
                onChange={(expiry) => set({ expiry })}
                options={expiries}
              />
            )}
          </Field>
          <Field
            label="Requests a minute"
            hint="Empty: the workspace’s limit."
            error={error('rate_per_minute')}
          >
            {(control) => (
              <Input
                {...control}
                inputMode="numeric"
                value={draft.rate}
                onChange={(event) => set({ rate: event.target.value.replace(/\D/g, '') })}
              />
            )}
          </Field>
        </div>
        <Field
          label="Allowed networks"
          hint="CIDR blocks, one a line. Empty: from anywhere."
          error={error('allowed_cidrs')}
        >
          {(control) => (
            <Textarea
              {...control}
              rows={2}
              value={draft.cidrs}
              onChange={(event) => set({ cidrs: event.target.value })}
              className="font-mono text-sm"
              spellCheck={false}
            />
          )}
        </Field>
        {create.error && (
          <p role="alert" className="text-base text-bad-text">
            {problemText(create.error)}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={create.isPending}>
            Create key
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

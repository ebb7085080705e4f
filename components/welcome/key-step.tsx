'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/components/data/api'
import { problemText } from '@/components/data/problem'
import { keysQuery } from '@/components/settings/queries'
import { SecretOnce } from '@/components/settings/secret-once'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { NewApiKey } from '@/lib/auth/schema'
import type { OnboardingState } from '@/lib/workspaces/onboarding/schema'

type KeyStepProps = {
  known: OnboardingState['key']
  /** The new key itself while this page is open, else null. */
  secret: string | null
  onMade: (made: NewApiKey) => Promise<unknown>
  onDone: () => void
}

const lifeDays = 90

export function KeyStep({ known, secret, onMade, onDone }: KeyStepProps) {
  const client = useQueryClient()
  const [name, setName] = useState('First service')
  const create = useMutation({
    mutationFn: async () => {
      const body = { name: name.trim(), scopes: ['lookup'], expires_in_days: lifeDays }
      const made = await api('POST', '/api/console/keys', NewApiKey, { body })
      await onMade(made)
    },
    onSuccess: () => void client.invalidateQueries({ queryKey: keysQuery().queryKey }),
  })
  if (secret !== null) {
    return (
      <SecretOnce
        label="API key"
        secret={secret}
        note="Only its hash is kept: it cannot be shown again. The next step has it in place, as long as this page is open."
        onDone={onDone}
      />
    )
  }
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        create.mutate()
      }}
    >
      {known && (
        <p className="text-base text-ink-2">
          “{known.name}” (<code className="font-mono text-sm">{known.prefix}…</code>) is waited for. Make
          another if you did not keep it.
        </p>
      )}
      <Field
        label="Which service will ask?"
        hint={`It may look answers up and ask the model, nothing else. It ends after ${lifeDays} days unless rotated.`}
        error={create.error ? problemText(create.error) : undefined}
      >
        {(control) => (
          <Input
            {...control}
            value={name}
            maxLength={80}
            onChange={(event) => setName(event.target.value)}
            className="max-w-96"
          />
        )}
      </Field>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" disabled={name.trim() === ''} busy={create.isPending}>
          Make the key
        </Button>
        {known && (
          <Button variant="quiet" onClick={onDone}>
            I have it
          </Button>
        )}
      </div>
    </form>
  )
}

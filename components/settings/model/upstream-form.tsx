'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { api, apiPath } from '@/components/data/api'
import { isProblem, problemText } from '@/components/data/problem'
import { Button } from '@/components/ui/button'
import { CheckboxLine } from '@/components/ui/checkbox'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Segmented } from '@/components/ui/segmented'
import {
  AddUpstream,
  ChangeUpstream,
  Upstream,
  vendorUrls,
  type UpstreamProvider,
} from '@/lib/workspaces/upstream/schema'
import { upstreamsQuery } from './queries'
import { exampleModels, keyWords, providerWords } from './upstream-words'

type UpstreamFormProps = {
  /** Null adds one. */
  upstream: Upstream | null
  onSaved: (saved: Upstream) => void
  onCancel?: () => void
}

type Draft = {
  provider: UpstreamProvider
  base_url: string
  model: string
  pin_model: boolean
  api_key: string
}

const names = ['base_url', 'model', 'api_key'] as const

/** Adds a model or changes one; the server asks it once before anything is saved. */
export function UpstreamForm({ upstream, onSaved, onCancel }: UpstreamFormProps) {
  const client = useQueryClient()
  const [tried, setTried] = useState(false)
  const [draft, setDraft] = useState<Draft>({
    provider: upstream?.provider ?? 'anthropic',
    base_url: upstream?.base_url ?? vendorUrls.anthropic,
    model: upstream?.model ?? exampleModels.anthropic,
    pin_model: upstream?.pin_model ?? false,
    api_key: '',
  })
  const set = (patch: Partial<Draft>) => setDraft((was) => ({ ...was, ...patch }))
  const body = bodyOf(draft, upstream)
  const checked = (upstream ? ChangeUpstream : AddUpstream).safeParse(body)
  const save = useMutation({
    mutationFn: () =>
      upstream
        ? api('PATCH', apiPath('/api/console/upstream', upstream.id), Upstream, { body })
        : api('POST', '/api/console/upstream', Upstream, { body }),
    onSuccess: async (saved) => {
      await client.invalidateQueries({ queryKey: upstreamsQuery().queryKey })
      onSaved(saved)
    },
  })
  const error = (name: (typeof names)[number]) =>
    (tried ? checked.error?.issues.find((issue) => issue.path[0] === name)?.message : undefined) ??
    (isProblem(save.error) ? save.error.field(name) : undefined)

  function submit(event: FormEvent) {
    event.preventDefault()
    setTried(true)
    if (checked.success) save.mutate()
  }

  return (
    <form className="flex flex-col gap-4" noValidate autoComplete="off" onSubmit={submit}>
      {!upstream && <ProviderChoice provider={draft.provider} onChange={(patch) => set(patch)} />}
      <Field label="Address" error={error('base_url')}>
        {(control) => (
          <Input
            {...control}
            type="url"
            inputMode="url"
            maxLength={500}
            value={draft.base_url}
            onChange={(event) => set({ base_url: event.target.value })}
            className="font-mono text-sm"
          />
        )}
      </Field>
      <Field label="Model" error={error('model')}>
        {(control) => (
          <Input
            {...control}
            maxLength={200}
            spellCheck={false}
            value={draft.model}
            onChange={(event) => set({ model: event.target.value })}
            placeholder={exampleModels[draft.provider]}
            className="font-mono text-sm"
          />
        )}
      </Field>
      <CheckboxLine checked={draft.pin_model} onChange={(pin_model) => set({ pin_model })}>
        Always ask this model{' '}
        <span className="text-ink-3">otherwise what the caller names, where it is the same vendor’s</span>
      </CheckboxLine>
      <Field
        label={upstream ? 'New API key' : 'API key'}
        hint={
          upstream
            ? `Empty keeps the old one (${keyWords(upstream.key_hint)}); another address wants it again.`
            : 'Kept encrypted, never shown again.'
        }
        error={error('api_key')}
      >
        {(control) => (
          <Input
            {...control}
            type="password"
            autoComplete="off"
            spellCheck={false}
            maxLength={500}
            value={draft.api_key}
            onChange={(event) => set({ api_key: event.target.value })}
            className="font-mono text-sm"
          />
        )}
      </Field>
      {save.error && names.every((name) => !error(name)) && (
        <p role="alert" className="text-base text-bad-text">
          {problemText(save.error)}
        </p>
      )}
      <div className="flex flex-wrap items-center justify-end gap-2">
        {save.isPending && (
          <span role="status" className="mr-auto text-sm text-ink-3">
            Asking it once…
          </span>
        )}
        {onCancel && <Button onClick={onCancel}>Cancel</Button>}
        <Button type="submit" variant="primary" busy={save.isPending}>
          Test and save
        </Button>
      </div>
    </form>
  )
}

function ProviderChoice({
  provider,
  onChange,
}: {
  provider: UpstreamProvider
  onChange: (patch: Partial<Draft>) => void
}) {
  return (
    <div className="flex flex-col gap-1.5">
      <span className="text-sm font-medium">Vendor</span>
      <Segmented
        label="Vendor"
        value={provider}
        onChange={(next) =>
          onChange({ provider: next, base_url: vendorUrls[next], model: exampleModels[next] })
        }
        className="self-start"
        options={[
          { value: 'anthropic', label: providerWords.anthropic },
          { value: 'openai', label: providerWords.openai },
        ]}
      />
    </div>
  )
}

/** Only what differs, when one is changed: an untouched key stays where it is. */
function bodyOf({ provider, base_url, model, pin_model, api_key }: Draft, upstream: Upstream | null) {
  const facts = { base_url: base_url.trim(), model: model.trim(), pin_model }
  if (!upstream) return { provider, ...facts, api_key }
  return { ...facts, ...(api_key === '' ? {} : { api_key }) }
}

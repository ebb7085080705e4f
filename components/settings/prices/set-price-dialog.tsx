'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { toast } from 'sonner'
import { api } from '@/components/data/api'
import { isProblem, problemText } from '@/components/data/problem'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { ModelPrices, SetPrice } from '@/lib/usage/model-prices-schema'
import { pricesQuery } from '../queries'

const blank = { model: '', input: '', output: '', from: '', reason: '' }

function toBody(draft: typeof blank) {
  const number = (text: string) => (text.trim() === '' ? NaN : Number(text.trim().replace(',', '.')))
  return {
    model: draft.model,
    input: number(draft.input),
    output: number(draft.output),
    reason: draft.reason,
    // The browser's field speaks of local time.
    ...(draft.from ? { from: new Date(draft.from).toISOString() } : {}),
  }
}

export function SetPriceDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient()
  const [draft, setDraft] = useState(blank)
  const [tried, setTried] = useState(false)
  const save = useMutation({
    mutationFn: () => api('PUT', '/api/console/prices', ModelPrices, { body: toBody(draft) }),
    onSuccess: (next) => {
      client.setQueryData(pricesQuery().queryKey, next)
      toast.success('The price is set')
      onClose()
    },
  })
  const parsed = SetPrice.safeParse(toBody(draft))
  const problems = isProblem(save.error) ? save.error.errors : []
  const error = (name: string, words: string) => {
    const theirs = problems.find(({ field }) => field === name)?.message
    return tried && parsed.error?.issues.some(({ path }) => path[0] === name) ? words : theirs
  }
  const set = (patch: Partial<typeof blank>) => setDraft((was) => ({ ...was, ...patch }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (parsed.success) save.mutate()
  }
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="Set a model’s price" width="md">
      <form className="flex flex-col gap-4" noValidate onSubmit={submit}>
        <Field
          label="Model"
          hint="The name, or how it begins: the longest beginning wins."
          error={error('model', 'Give the beginning of a model’s name, such as claude-haiku-5-5.')}
        >
          {(control) => (
            <Input
              {...control}
              autoFocus
              spellCheck={false}
              maxLength={100}
              value={draft.model}
              onChange={(event) => set({ model: event.target.value })}
              className="font-mono text-sm"
            />
          )}
        </Field>
        <div className="grid gap-4 sm:grid-cols-2">
          {(['input', 'output'] as const).map((name) => (
            <Field
              key={name}
              label={name === 'input' ? 'Input, $ a million tokens' : 'Output, $ a million tokens'}
              error={error(name, 'Give a price from 0 to 10,000.')}
            >
              {(control) => (
                <Input
                  {...control}
                  inputMode="decimal"
                  value={draft[name]}
                  onChange={(event) => set({ [name]: event.target.value })}
                />
              )}
            </Field>
          ))}
        </div>
        <Field
          label="From"
          hint="Empty: now. It cannot be past."
          error={error('from', 'Give a date and time.')}
        >
          {(control) => (
            <Input
              {...control}
              type="datetime-local"
              value={draft.from}
              onChange={(event) => set({ from: event.target.value })}
            />
          )}
        </Field>
        <Field label="Reason" hint="Goes into the log.">
          {(control) => (
            <Input
              {...control}
              maxLength={500}
              value={draft.reason}
              onChange={(event) => set({ reason: event.target.value })}
            />
          )}
        </Field>
        {save.error && problems.length === 0 && (
          <p role="alert" className="text-base text-bad-text">
            {problemText(save.error)}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={save.isPending}>
            Set price
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

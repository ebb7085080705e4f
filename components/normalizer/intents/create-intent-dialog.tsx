'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { api } from '@/components/data/api'
import { isProblem, problemText } from '@/components/data/problem'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input, Textarea } from '@/components/ui/input'
import { Segmented } from '@/components/ui/segmented'
import { IntentDetail, IntentKeyText } from '@/lib/normalization/intents/schema'
import type { Risk } from '@/lib/workspaces/schema'

/** Key, risk and first phrasings; slots and patterns follow on the intent's page. */
export function CreateIntentDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient()
  const router = useRouter()
  const [key, setKey] = useState('')
  const [description, setDescription] = useState('')
  const [risk, setRisk] = useState<Risk>('low')
  const [phrasings, setPhrasings] = useState('')
  const keyIssue = key === '' ? undefined : IntentKeyText.safeParse(key).error?.issues[0]?.message
  const create = useMutation({
    mutationFn: () =>
      api('POST', '/api/console/intents', IntentDetail, {
        body: { key, description: description.trim(), risk, phrasings: linesOf(phrasings) },
      }),
    onSuccess: (intent) => {
      void client.invalidateQueries({ queryKey: ['normalizer', 'intents'] })
      router.push(`/normalizer/intents/${encodeURIComponent(intent.key)}`)
    },
  })
  const problem = isProblem(create.error) ? create.error : null
  const phrasingIssue = problem?.errors.find(({ field }) => /^(texts|phrasings)/.test(field))
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="New intent" width="md">
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (!keyIssue) create.mutate()
        }}
      >
        <Field
          label="Key"
          hint="How programs name it. It cannot be changed later."
          error={keyIssue ?? problem?.field('key')}
        >
          {(control) => (
            <Input
              {...control}
              autoFocus
              spellCheck={false}
              value={key}
              maxLength={64}
              placeholder="cancel_order"
              onChange={(event) => setKey(event.target.value.toLowerCase().replace(/[\s-]+/g, '_'))}
              className="font-mono"
            />
          )}
        </Field>
        <Field label="What it means" hint="One sentence; models that place questions read it too.">
          {(control) => (
            <Input
              {...control}
              value={description}
              maxLength={2_000}
              onChange={(event) => setDescription(event.target.value)}
            />
          )}
        </Field>
        <div className="flex flex-col gap-1.5">
          <span className="text-sm font-medium">Risk</span>
          <Segmented
            label="Risk"
            value={risk}
            onChange={setRisk}
            className="self-start"
            options={[
              { value: 'low', label: 'Low' },
              { value: 'medium', label: 'Medium' },
              { value: 'high', label: 'High' },
            ]}
          />
        </div>
        <Field
          label="Phrasings"
          hint="One a line, as people would ask. Three that differ are worth more than ten alike."
          error={phrasingIssue?.message}
        >
          {(control) => (
            <Textarea
              {...control}
              rows={4}
              value={phrasings}
              placeholder={'I want to cancel my order\nplease stop shipment of order 12345'}
              onChange={(event) => setPhrasings(event.target.value)}
            />
          )}
        </Field>
        {create.error && !phrasingIssue && (
          <p role="alert" className="text-base text-bad-text">
            {problemText(create.error)}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={create.isPending} disabled={key === '' || !!keyIssue}>
            Create
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

export function linesOf(text: string): string[] {
  return text.split('\n').flatMap((line) => (line.trim() ? [line.trim()] : []))
}

'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { api } from '@/components/data/api'
import { isProblem, problemText } from '@/components/data/problem'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Disclosure } from '@/components/ui/disclosure'
import { Field } from '@/components/ui/field'
import { Input, Textarea } from '@/components/ui/input'
import { ReleaseView } from '@/lib/normalization/releases/schema'

/** Starts training from the intents as they are; its page then shows how far it is. */
export function DraftDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient()
  const router = useRouter()
  const [notes, setNotes] = useState('')
  const [budget, setBudget] = useState('')
  const percentText = budget.trim().replace(',', '.')
  const badBudget = percentText !== '' && !(Number(percentText) > 0 && Number(percentText) <= 50)
  const draft = useMutation({
    mutationFn: () =>
      api('POST', '/api/console/releases', ReleaseView, {
        body: { notes: notes.trim(), ...(percentText ? { budget: Number(percentText) / 100 } : {}) },
      }),
    onSuccess: (release) => {
      void client.invalidateQueries({ queryKey: ['normalizer', 'releases'] })
      router.push(`/normalizer/releases/${encodeURIComponent(release.id)}`)
    },
  })
  const problem = isProblem(draft.error) ? draft.error : null
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Train a draft"
      description="Nothing changes for callers until you release it."
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (!badBudget) draft.mutate()
        }}
      >
        <Field label="What is new" error={problem?.field('notes')}>
          {(control) => (
            <Textarea
              {...control}
              rows={3}
              autoFocus
              maxLength={2_000}
              value={notes}
              onChange={(event) => setNotes(event.target.value)}
            />
          )}
        </Field>
        <Disclosure summary="Options">
          <Field
            label="Budget for wrong answers, %"
            hint="Empty: the policy’s."
            error={badBudget ? 'Between 0 and 50.' : problem?.field('budget')}
          >
            {(control) => (
              <Input
                {...control}
                inputMode="decimal"
                value={budget}
                onChange={(event) => setBudget(event.target.value)}
                className="!w-28"
              />
            )}
          </Field>
        </Disclosure>
        {draft.error && (
          <p role="alert" className="text-base text-bad-text">
            {problemText(draft.error)}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={draft.isPending}>
            Train
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

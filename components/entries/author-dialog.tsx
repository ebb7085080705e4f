'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState, type FormEvent } from 'react'
import { toast } from 'sonner'
import { api } from '@/components/data/api'
import { isProblem, problemText } from '@/components/data/problem'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input, Textarea } from '@/components/ui/input'
import { ProposalDetail } from '@/lib/proposals/schema'

/** An answer written by a person: it goes through the same approval as the model's. */
export function AuthorDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title="New entry"
      description="It is checked and waits in the queue until it is approved."
      width="md"
    >
      <AuthorForm onClose={onClose} />
    </Dialog>
  )
}

function AuthorForm({ onClose }: { onClose: () => void }) {
  const router = useRouter()
  const client = useQueryClient()
  const [key, setKey] = useState('')
  const [scope, setScope] = useState('default')
  const [answer, setAnswer] = useState('')
  const save = useMutation({
    mutationFn: () =>
      api('POST', '/api/console/entries', ProposalDetail, { body: { key, scope, answer: answer.trim() } }),
    onSuccess: ({ id }) => {
      void client.invalidateQueries({ queryKey: ['proposals'] })
      toast.success('It waits in the queue')
      onClose()
      router.push(`/queue/${id}`)
    },
  })
  const problem = isProblem(save.error) ? save.error : null

  function submit(event: FormEvent) {
    event.preventDefault()
    save.mutate()
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      {save.isError && !problem?.errors.length && (
        <Callout tone="bad" role="alert">
          {problemText(save.error)}
        </Callout>
      )}
      <div className="grid gap-4 sm:grid-cols-[1fr_10rem]">
        <Field label="Intent key" error={problem?.field('key')}>
          {(control) => (
            <Input
              {...control}
              value={key}
              placeholder="cancel_order"
              autoFocus
              spellCheck={false}
              onChange={(event) => setKey(event.target.value.toLowerCase().replace(/\s+/g, '_'))}
              className="font-mono"
            />
          )}
        </Field>
        <Field label="Scope" error={problem?.field('scope')}>
          {(control) => (
            <Input
              {...control}
              value={scope}
              onChange={(event) => setScope(event.target.value)}
              className="font-mono"
            />
          )}
        </Field>
      </div>
      <Field
        label="Answer"
        error={problem?.field('answer')}
        hint="Slots of the intent go in double braces: {{order_id}}."
      >
        {(control) => (
          <Textarea
            {...control}
            rows={7}
            value={answer}
            onChange={(event) => setAnswer(event.target.value)}
            className="text-md leading-6.5"
          />
        )}
      </Field>
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button
          type="submit"
          variant="primary"
          busy={save.isPending}
          disabled={key === '' || answer.trim() === ''}
        >
          Send to the queue
        </Button>
      </div>
    </form>
  )
}

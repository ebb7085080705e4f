'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { toast } from 'sonner'
import { api } from '@/components/data/api'
import { problemText } from '@/components/data/problem'
import { intentQuery } from '@/components/normalizer/queries'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { CheckboxLine } from '@/components/ui/checkbox'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Textarea } from '@/components/ui/input'
import { Skeleton } from '@/components/ui/skeleton'
import type { Entry } from '@/lib/entries/schema'
import { SharedAnswer } from '@/lib/proposals/library/schema'
import { libraryKey } from './queries'

const mostPhrasings = 20

/** Shows an approved, generic answer to the other workspaces, with the phrasings that are picked. */
export function ShareDialog({ entry, onClose }: { entry: Entry; onClose: () => void }) {
  const client = useQueryClient()
  const intent = useQuery(intentQuery(entry.key))
  const [description, setDescription] = useState('')
  const [picked, setPicked] = useState<readonly string[]>([])
  const share = useMutation({
    mutationFn: () =>
      api('POST', '/api/console/library', SharedAnswer, {
        body: { entry_id: entry.id, description: description.trim(), phrasings: picked },
      }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: libraryKey })
      toast.success('It is in the shared library')
      onClose()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    share.mutate()
  }
  const toggle = (text: string, on: boolean) =>
    setPicked((was) => (on ? [...was, text] : was.filter((other) => other !== text)))
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Share ${entry.key}`}
      description="Every workspace of this deployment sees the answer as it is approved now, without your name. What they adopt is theirs."
      width="md"
    >
      <form className="flex flex-col gap-4" noValidate onSubmit={submit}>
        <Field label="What it is for" hint="Shown in the library.">
          {(control) => (
            <Textarea
              {...control}
              rows={2}
              maxLength={500}
              value={description}
              onChange={(event) => setDescription(event.target.value)}
            />
          )}
        </Field>
        <fieldset className="flex flex-col gap-2">
          <legend className="mb-1.5 text-sm font-medium">Phrasings to show ({picked.length} picked)</legend>
          {intent.isPending && <Skeleton className="h-20 w-full" />}
          <div className="scroll-quiet -mx-1 flex max-h-56 flex-col gap-2 p-1">
            {intent.data?.phrasings.map(({ id, text }) => (
              <CheckboxLine
                key={id}
                checked={picked.includes(text)}
                disabled={picked.length >= mostPhrasings && !picked.includes(text)}
                onChange={(on) => toggle(text, on)}
              >
                {text}
              </CheckboxLine>
            ))}
          </div>
        </fieldset>
        {share.error && (
          <Callout tone="warn" role="alert">
            {problemText(share.error)}
          </Callout>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={share.isPending}>
            Share
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

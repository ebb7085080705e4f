'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { toast } from 'sonner'
import { api, apiPath } from '@/components/data/api'
import { problemText } from '@/components/data/problem'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { WordDiff } from '@/components/ui/word-diff'
import { z } from 'zod'
import type { EntryDetail } from '@/lib/entries/schema'

type RollbackDialogProps = { entry: EntryDetail; to: number; onClose: () => void }

/** Shows what customers will read instead, and asks why. The server asks for a fresh code. */
export function RollbackDialog({ entry, to, onClose }: RollbackDialogProps) {
  const client = useQueryClient()
  const [reason, setReason] = useState('')
  const target = entry.versions.find((version) => version.version === to)
  const rollback = useMutation({
    mutationFn: () =>
      api('POST', `${apiPath('/api/v1/entries', entry.id)}/rollback`, z.unknown(), {
        body: { to_version: to, reason: reason.trim() },
      }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['entries'] })
      toast.success(`${entry.key} is back at the text of version ${to}`)
      onClose()
    },
  })

  function submit(event: FormEvent) {
    event.preventDefault()
    rollback.mutate()
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Roll back to version ${to}`}
      description={`It becomes version ${entry.current_version + 1}; nothing is lost.`}
      width="lg"
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        <section className="rounded-md bg-sunken px-4 py-3">
          <h3 className="eyebrow mb-1.5">What changes for customers</h3>
          <WordDiff before={entry.live?.answer ?? ''} after={target?.answer ?? ''} />
        </section>
        <Field label="Reason" hint="Kept in the audit log and shown beside the version.">
          {(control) => (
            <Input
              {...control}
              value={reason}
              maxLength={500}
              autoFocus
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        {rollback.isError && (
          <Callout tone="bad" role="alert">
            {problemText(rollback.error)}
          </Callout>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            variant="danger"
            busy={rollback.isPending}
            disabled={reason.trim().length < 3}
          >
            Roll back
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { toast } from 'sonner'
import { z } from 'zod'
import { api, apiPath } from '@/components/data/api'
import { problemText } from '@/components/data/problem'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import type { Entry } from '@/lib/entries/schema'

export type StateChange = 'quarantine' | 'restore' | 'disable'

const words: Record<StateChange, { title: string; text: string; verb: string; done: string }> = {
  quarantine: {
    title: 'Quarantine this entry',
    text: 'It stops being served within a second, everywhere. The model answers until it is restored.',
    verb: 'Quarantine',
    done: 'is in quarantine',
  },
  disable: {
    title: 'Disable this entry',
    text: 'The emergency stop: only a restore brings it back.',
    verb: 'Disable',
    done: 'is disabled',
  },
  restore: {
    title: 'Serve this entry again',
    text: 'The live version is served to customers again within a second.',
    verb: 'Restore',
    done: 'is served again',
  },
}

type StateDialogProps = { entry: Entry; change: StateChange; onClose: () => void }

export function StateDialog({ entry, change, onClose }: StateDialogProps) {
  const client = useQueryClient()
  const [reason, setReason] = useState('')
  const { title, text, verb, done } = words[change]
  const base = change === 'quarantine' ? '/api/v1/entries' : '/api/console/entries'
  const save = useMutation({
    mutationFn: () =>
      api('POST', `${apiPath(base, entry.id)}/${change}`, z.unknown(), { body: { reason: reason.trim() } }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['entries'] })
      toast.success(`${entry.key} ${done}`)
      onClose()
    },
  })

  function submit(event: FormEvent) {
    event.preventDefault()
    save.mutate()
  }

  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={title} description={text}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field label="Reason">
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
        {save.isError && (
          <Callout tone="bad" role="alert">
            {problemText(save.error)}
          </Callout>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            variant={change === 'restore' ? 'primary' : 'danger'}
            busy={save.isPending}
            disabled={reason.trim().length < 3}
          >
            {verb}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

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
import { DedicatedStoreView, SetDedicatedStore } from '@/lib/workspaces/dedicated-store/schema'
import { dedicatedStoreQuery } from './queries'

type DedicatedStoreDialogProps = {
  /** What it replaces, if anything. */
  host: string | null
  onClose: () => void
}

/** Takes the address, which the server tries before anything is moved. */
export function DedicatedStoreDialog({ host, onClose }: DedicatedStoreDialogProps) {
  const client = useQueryClient()
  const [url, setUrl] = useState('')
  const [tried, setTried] = useState(false)
  const checked = SetDedicatedStore.safeParse({ url })
  const save = useMutation({
    mutationFn: () =>
      api('PUT', '/api/console/dedicated-store', DedicatedStoreView, { body: { url: url.trim() } }),
    onSuccess: (view) => {
      client.setQueryData(dedicatedStoreQuery().queryKey, view)
      toast.success('Answers are moving there')
      onClose()
    },
  })
  const refused = isProblem(save.error) ? save.error.field('url') : undefined
  const error = (tried ? checked.error?.issues[0]?.message : undefined) ?? refused
  function submit(event: FormEvent) {
    event.preventDefault()
    setTried(true)
    if (checked.success) save.mutate()
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={host ? 'Use another Redis' : 'Use a Redis of your own'}
      description={
        host
          ? `Answers are written there and then deleted from ${host}. A look-up may miss meanwhile.`
          : 'Answers are written there and then deleted from the shared one. A look-up may miss meanwhile.'
      }
      width="md"
    >
      <form className="flex flex-col gap-4" noValidate autoComplete="off" onSubmit={submit}>
        <Field
          label="Address"
          hint="With user and password; kept encrypted, never shown again."
          error={error}
        >
          {(control) => (
            <Input
              {...control}
              type="password"
              autoComplete="off"
              spellCheck={false}
              maxLength={1_000}
              value={url}
              onChange={(event) => setUrl(event.target.value)}
              placeholder="rediss://user:password@redis.example.com:6380"
              className="font-mono text-sm"
            />
          )}
        </Field>
        {save.error && !error && (
          <p role="alert" className="text-base text-bad-text">
            {problemText(save.error)}
          </p>
        )}
        <div className="flex flex-wrap items-center justify-end gap-2">
          {save.isPending && (
            <span role="status" className="mr-auto text-sm text-ink-3">
              Writing and reading once…
            </span>
          )}
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={save.isPending}>
            Test and use
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

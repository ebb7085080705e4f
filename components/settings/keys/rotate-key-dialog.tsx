'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, apiPath } from '@/components/data/api'
import { problemText } from '@/components/data/problem'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import { NewApiKey, type ApiKeyView } from '@/lib/auth/schema'
import { keysQuery } from '../queries'
import { remindToKeep, SecretOnce } from '../secret-once'

const overlaps = [
  { value: '0', label: 'None: it ends now' },
  { value: '1', label: '1 hour' },
  { value: '24', label: '1 day' },
  { value: '168', label: '7 days' },
  { value: '720', label: '30 days' },
] as const

/** A successor with the same rights; both keys work for the overlap. */
export function RotateKeyDialog({ apiKey, onClose }: { apiKey: ApiKeyView; onClose: () => void }) {
  const client = useQueryClient()
  const [hours, setHours] = useState<(typeof overlaps)[number]['value']>('24')
  const rotate = useMutation({
    mutationFn: () =>
      api('POST', `${apiPath('/api/console/keys', apiKey.id)}/rotate`, NewApiKey, {
        body: { overlap_hours: Number(hours) },
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: keysQuery().queryKey }),
  })
  return (
    <Dialog
      open
      onOpenChange={() => (rotate.data ? remindToKeep() : onClose())}
      title={rotate.data ? 'Copy the new key now' : `Rotate ${apiKey.name}`}
      description={rotate.data ? undefined : 'Makes a successor with the same scopes and limits.'}
    >
      {rotate.data ? (
        <SecretOnce
          label="New API key"
          secret={rotate.data.key}
          note="Only its hash is kept: it cannot be shown again."
          onDone={onClose}
        />
      ) : (
        <form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault()
            rotate.mutate()
          }}
        >
          <Field label="The old key goes on working for" hint="So that callers can change without an outage.">
            {(control) => <Select {...control} value={hours} onChange={setHours} options={overlaps} />}
          </Field>
          {rotate.error && (
            <p role="alert" className="text-base text-bad-text">
              {problemText(rotate.error)}
            </p>
          )}
          <div className="flex justify-end gap-2">
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" variant="primary" busy={rotate.isPending}>
              Rotate
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  )
}

'use client'

import {
  browserSupportsWebAuthn,
  startRegistration,
  type PublicKeyCredentialCreationOptionsJSON,
} from '@simplewebauthn/browser'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Fingerprint } from 'lucide-react'
import { useState } from 'react'
import { toast } from 'sonner'
import { z } from 'zod'
import { api, apiPath } from '@/components/data/api'
import { isProblem, problemText } from '@/components/data/problem'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Dialog } from '@/components/ui/dialog'
import { ErrorState } from '@/components/ui/error-state'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { SkeletonRows } from '@/components/ui/skeleton'
import { RelativeTime } from '@/components/ui/time'
import { RecoveryCodes, type PasskeyView } from '@/lib/auth/schema'
import { passkeysQuery } from '../queries'
import { CodesDialog } from './codes-dialog'

const CreationOptions = z.custom<PublicKeyCredentialCreationOptionsJSON>(
  (value) => z.looseObject({ challenge: z.string() }).safeParse(value).success,
)

export function PasskeysCard() {
  const query = useQuery(passkeysQuery())
  const [adding, setAdding] = useState(false)
  const [codes, setCodes] = useState<string[]>([])
  const passkeys = query.data ?? []
  return (
    <Card
      title="Passkeys"
      description="A key or fingerprint of your device. Cannot be phished."
      actions={<Button onClick={() => setAdding(true)}>Add a passkey</Button>}
      flush
    >
      {query.isPending && <SkeletonRows rows={1} />}
      {query.isError && !query.data && (
        <ErrorState
          error={query.error}
          onRetry={() => void query.refetch()}
          what="your passkeys"
          className="py-8"
        />
      )}
      {query.data && passkeys.length === 0 && <p className="px-4 pb-4 text-base text-ink-3">None yet.</p>}
      {passkeys.length > 0 && (
        <ul className="divide-y divide-line border-t border-line">
          {passkeys.map((passkey) => (
            <PasskeyRow key={passkey.id} passkey={passkey} />
          ))}
        </ul>
      )}
      {adding && (
        <AddDialog
          onClose={() => setAdding(false)}
          onAdded={(made) => {
            setAdding(false)
            setCodes(made)
          }}
        />
      )}
      {codes.length > 0 && <CodesDialog codes={codes} onClose={() => setCodes([])} />}
    </Card>
  )
}

function PasskeyRow({ passkey }: { passkey: PasskeyView }) {
  const client = useQueryClient()
  const [asking, setAsking] = useState(false)
  return (
    <li className="flex items-center gap-3 px-4 py-2.5">
      <Fingerprint aria-hidden className="size-4.5 shrink-0 text-ink-3" strokeWidth={1.75} />
      <div className="min-w-0 flex-1">
        <p className="truncate">{passkey.name}</p>
        <p className="text-sm text-ink-3">
          {passkey.last_used_at ? (
            <>
              used <RelativeTime at={passkey.last_used_at} />
            </>
          ) : (
            <>
              added <RelativeTime at={passkey.created_at} />
            </>
          )}
        </p>
      </div>
      <Button size="sm" variant="quiet" aria-label={`Remove ${passkey.name}`} onClick={() => setAsking(true)}>
        Remove
      </Button>
      {asking && (
        <ConfirmDialog
          title={`Remove ${passkey.name}?`}
          description="The device keeps its half; delete it there as well."
          action="Remove"
          onClose={() => setAsking(false)}
          onConfirm={async () => {
            await api('DELETE', apiPath('/api/console/mfa/passkeys', passkey.id), z.unknown())
            await client.invalidateQueries({ queryKey: passkeysQuery().queryKey })
          }}
        />
      )}
    </li>
  )
}

function AddDialog({ onClose, onAdded }: { onClose: () => void; onAdded: (codes: string[]) => void }) {
  const client = useQueryClient()
  const [name, setName] = useState('')
  const add = useMutation({
    mutationFn: async () => {
      const optionsJSON = await api('POST', '/api/console/mfa/passkeys/options', CreationOptions)
      const response = await startRegistration({ optionsJSON })
      return api('POST', '/api/console/mfa/passkeys', RecoveryCodes, {
        body: { name: name.trim(), response },
      })
    },
    onSuccess: async ({ recovery_codes }) => {
      await client.invalidateQueries({ queryKey: ['settings'] })
      toast.success('The passkey was added', { description: 'Every other session has ended.' })
      onAdded(recovery_codes)
    },
  })
  const supported = browserSupportsWebAuthn()
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Add a passkey"
      description={supported ? 'Your browser asks for the device next.' : 'This browser knows no passkeys.'}
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          add.mutate()
        }}
      >
        <Field label="Name" hint="What you will know it by." error={errorWords(add.error)}>
          {(control) => (
            <Input
              {...control}
              autoFocus
              maxLength={60}
              placeholder="Laptop"
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            variant="primary"
            busy={add.isPending}
            disabled={!supported || name.trim() === ''}
          >
            Continue
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

/** The browser's own refusals come as `DOMException`s with texts for developers. */
function errorWords(error: unknown): string | undefined {
  if (!error) return undefined
  if (isProblem(error)) return problemText(error)
  const name = error instanceof Error ? error.name : ''
  if (name === 'NotAllowedError') return 'It was cancelled, or took too long.'
  if (name === 'InvalidStateError') return 'This device has a passkey here already.'
  return 'The browser could not make a passkey.'
}

'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/components/data/api'
import { isProblem, problemText } from '@/components/data/problem'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { NewInvitation, type Role } from '@/lib/auth/schema'
import { invitationsQuery } from '../queries'
import { remindToKeep, SecretOnce } from '../secret-once'
import { roleOptions } from './roles'

/** Asks for an address and a role; the one-use link is shown once, here. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient()
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<Role>('operator')
  const invite = useMutation({
    mutationFn: () =>
      api('POST', '/api/console/invitations', NewInvitation, { body: { email: email.trim(), role } }),
    onSuccess: () => client.invalidateQueries({ queryKey: invitationsQuery().queryKey }),
  })
  const made = invite.data
  const problem = isProblem(invite.error) ? invite.error : null
  const emailError = problem?.field('email')
  return (
    <Dialog
      open
      // The link is gone with the dialog: a stray click outside must not close it.
      onOpenChange={() => (made ? remindToKeep() : onClose())}
      title={made ? `Send this link to ${made.email}` : 'Invite a person'}
    >
      {made ? (
        <SecretOnce
          label="Invitation link"
          secret={made.link}
          note="It works once, for whoever opens it first, and is not shown again. Send it over a channel you trust."
          onDone={onClose}
        />
      ) : (
        <form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault()
            invite.mutate()
          }}
        >
          <Field label="Email" error={emailError}>
            {(control) => (
              <Input
                {...control}
                type="email"
                required
                autoFocus
                autoComplete="off"
                value={email}
                onChange={(event) => setEmail(event.target.value)}
              />
            )}
          </Field>
          <Field label="Role" hint={roleHints[role]}>
            {(control) => <Select {...control} value={role} onChange={setRole} options={roleOptions} />}
          </Field>
          {invite.error && !emailError && (
            <p role="alert" className="text-base text-bad-text">
              {problemText(invite.error)}
            </p>
          )}
          <div className="flex justify-end gap-2">
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" variant="primary" busy={invite.isPending} disabled={email.trim() === ''}>
              Make the link
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  )
}

const roleHints: Record<Role, string> = {
  viewer: 'Sees the queue, entries and analytics; changes nothing.',
  operator: 'Reviews proposals, edits intents, quarantines entries.',
  auditor: 'Sees everything an operator sees, and exports the audit log; changes nothing.',
  admin: 'Also manages people, keys, policy and releases, and rolls back.',
}

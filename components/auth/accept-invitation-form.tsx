'use client'

import { useMutation, useQuery } from '@tanstack/react-query'
import { MailX } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { z } from 'zod'
import { api } from '@/components/data/api'
import { leaveFor } from '@/components/data/leave'
import { isProblem, problemText } from '@/components/data/problem'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Field } from '@/components/ui/field'
import { EmptyState } from '@/components/ui/empty-state'
import { Input } from '@/components/ui/input'
import { InvitationPreview } from '@/lib/auth/schema'
import { AuthHeading } from './auth-heading'
import { missingCharacters, NewPasswordField } from './new-password-field'

export function AcceptInvitationForm({ token }: { token: string }) {
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const accept = useMutation({
    mutationFn: () =>
      api('POST', '/api/console/invitations/accept', z.unknown(), {
        body: { token, name: name.trim(), password },
      }),
    onSuccess: () => leaveFor('/sign-in?joined'),
  })
  const preview = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => api('POST', '/api/console/invitations/preview', InvitationPreview, { body: { token } }),
    staleTime: Infinity,
    retry: false,
  })
  const problem = isProblem(accept.error) ? accept.error : null
  const missing = missingCharacters(password)

  if (isProblem(preview.error) && preview.error.status < 500 && preview.error.code !== 'network') {
    return (
      <EmptyState icon={MailX} tone="bad" title="This invitation can’t be used">
        {preview.error.detail} Ask an admin of the workspace for a new one.
      </EmptyState>
    )
  }

  function submit(event: FormEvent) {
    event.preventDefault()
    accept.mutate()
  }

  return (
    <>
      <AuthHeading title="Join the workspace">
        Choose how colleagues see you, and a password only you know.
      </AuthHeading>
      {accept.isError && !problem?.errors.length && (
        <Callout tone="bad" role="alert" className="mb-5">
          {problemText(accept.error)}
        </Callout>
      )}
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field label="Name" error={problem?.field('name')}>
          {(control) => (
            <Input
              {...control}
              value={name}
              onChange={(event) => setName(event.target.value)}
              autoComplete="name"
              required
              maxLength={100}
              autoFocus
              className="h-10"
            />
          )}
        </Field>
        <NewPasswordField
          label="Password"
          value={password}
          onChange={setPassword}
          error={problem?.field('password')}
        />
        <Button
          type="submit"
          variant="primary"
          size="lg"
          busy={accept.isPending}
          disabled={name.trim() === '' || missing > 0}
          className="mt-1"
        >
          Join
        </Button>
      </form>
    </>
  )
}

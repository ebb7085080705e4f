'use client'

import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { z } from 'zod'
import { api } from '@/components/data/api'
import { leaveFor } from '@/components/data/leave'
import { isProblem, problemText } from '@/components/data/problem'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { AuthHeading } from './auth-heading'

const minimumLength = 12

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
  const problem = isProblem(accept.error) ? accept.error : null
  const missing = minimumLength - password.length

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
        <Field
          label="Password"
          error={problem?.field('password')}
          hint={
            password && missing > 0
              ? `${missing} more ${missing === 1 ? 'character' : 'characters'}`
              : `At least ${minimumLength} characters. A sentence works well; common passwords are refused.`
          }
        >
          {(control) => (
            <Input
              {...control}
              type="password"
              value={password}
              onChange={(event) => setPassword(event.target.value)}
              autoComplete="new-password"
              required
              minLength={minimumLength}
              maxLength={200}
              className="h-10"
            />
          )}
        </Field>
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

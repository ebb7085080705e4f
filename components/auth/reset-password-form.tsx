'use client'

import { useMutation, useQuery } from '@tanstack/react-query'
import { Link2Off } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { z } from 'zod'
import { api } from '@/components/data/api'
import { leaveFor } from '@/components/data/leave'
import { isProblem, problemText } from '@/components/data/problem'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { EmptyState } from '@/components/ui/empty-state'
import { PasswordResetPreview } from '@/lib/auth/schema'
import { AuthHeading } from './auth-heading'
import { missingCharacters, NewPasswordField } from './new-password-field'

export function ResetPasswordForm({ token }: { token: string }) {
  const [password, setPassword] = useState('')
  const preview = useQuery({
    queryKey: ['password-reset', token],
    queryFn: () =>
      api('POST', '/api/console/password-reset/preview', PasswordResetPreview, { body: { token } }),
    staleTime: Infinity,
    retry: false,
  })
  const reset = useMutation({
    mutationFn: () => api('POST', '/api/console/password-reset', z.unknown(), { body: { token, password } }),
    onSuccess: () => leaveFor('/sign-in?reset'),
  })
  const problem = isProblem(reset.error) ? reset.error : null
  const missing = missingCharacters(password)

  if (isProblem(preview.error) && preview.error.status < 500 && preview.error.code !== 'network') {
    return (
      <EmptyState icon={Link2Off} tone="bad" title="This link can’t be used">
        {preview.error.detail}
      </EmptyState>
    )
  }

  function submit(event: FormEvent) {
    event.preventDefault()
    reset.mutate()
  }

  return (
    <>
      <AuthHeading title="Set a new password">
        {preview.data ? `For ${preview.data.email}. ` : ''}You are signed out everywhere, and your second
        factor stays as it is.
      </AuthHeading>
      {reset.isError && !problem?.errors.length && (
        <Callout tone="bad" role="alert" className="mb-5">
          {problemText(reset.error)}
        </Callout>
      )}
      <form onSubmit={submit} className="flex flex-col gap-4">
        {/* So that a password manager knows whose password this is. */}
        <input type="hidden" autoComplete="username" value={preview.data?.email ?? ''} readOnly />
        <NewPasswordField
          label="New password"
          value={password}
          onChange={setPassword}
          error={problem?.field('password')}
          autoFocus
        />
        <Button
          type="submit"
          variant="primary"
          size="lg"
          busy={reset.isPending}
          disabled={missing > 0}
          className="mt-1"
        >
          Set password
        </Button>
      </form>
    </>
  )
}

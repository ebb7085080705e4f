'use client'

import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { toast } from 'sonner'
import { z } from 'zod'
import { api } from '@/components/data/api'
import { isProblem, problemText } from '@/components/data/problem'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'

const blank = { current: '', next: '', again: '' }

export function PasswordCard() {
  const [text, setText] = useState(blank)
  const change = useMutation({
    mutationFn: () =>
      api('PUT', '/api/console/me/password', z.unknown(), {
        body: { current_password: text.current, new_password: text.next },
      }),
    onSuccess: () => {
      setText(blank)
      toast.success('Your password is changed', { description: 'Every other session has ended.' })
    },
  })
  const problem = isProblem(change.error) ? change.error : null
  const atField = problem?.field('current_password') ?? problem?.field('new_password')
  const differ = text.again !== '' && !text.next.startsWith(text.again) && text.again !== text.next
  const ready = text.current !== '' && text.next.length >= 12 && text.next === text.again
  return (
    <Card title="Password" description="At least 12 characters. Length is what counts.">
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          change.mutate()
        }}
      >
        <Field label="Current password" error={problem?.field('current_password')}>
          {(control) => (
            <Input
              {...control}
              type="password"
              autoComplete="current-password"
              value={text.current}
              onChange={(event) => setText({ ...text, current: event.target.value })}
            />
          )}
        </Field>
        <Field label="New password" error={problem?.field('new_password')}>
          {(control) => (
            <Input
              {...control}
              type="password"
              autoComplete="new-password"
              value={text.next}
              onChange={(event) => setText({ ...text, next: event.target.value })}
            />
          )}
        </Field>
        <Field label="New password again" error={differ ? 'The two differ.' : undefined}>
          {(control) => (
            <Input
              {...control}
              type="password"
              autoComplete="new-password"
              value={text.again}
              onChange={(event) => setText({ ...text, again: event.target.value })}
            />
          )}
        </Field>
        {change.error && !atField && (
          <p role="alert" className="text-base text-bad-text">
            {problemText(change.error)}
          </p>
        )}
        <Button type="submit" className="self-start" busy={change.isPending} disabled={!ready}>
          Change password
        </Button>
      </form>
    </Card>
  )
}

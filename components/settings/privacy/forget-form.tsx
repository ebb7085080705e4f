'use client'

import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { problemText } from '@/components/data/problem'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { ForgetPerson } from '@/lib/workspaces/privacy-schema'

type Whom = Omit<ForgetPerson, 'preview'>
type ForgetFormProps = { onCount: (whom: Whom) => Promise<void>; onChange: () => void }

export function ForgetForm({ onCount, onChange }: ForgetFormProps) {
  const [userRef, setUserRef] = useState('')
  const [search, setSearch] = useState('')
  const whom: Whom = {
    ...(userRef === '' ? {} : { user_ref: userRef }),
    ...(search.trim() === '' ? {} : { search: search.trim() }),
  }
  const checked = ForgetPerson.safeParse(whom)
  const tooShort = search.trim().length > 0 && search.trim().length < 3
  const count = useMutation({ mutationFn: () => onCount(whom) })
  const change = (set: (text: string) => void) => (text: string) => {
    set(text)
    count.reset()
    onChange()
  }
  return (
    <Card
      title="Forget a person"
      description="Deletes their questions and what was derived from them. First you see what would go; nothing is deleted before you confirm."
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (checked.success) count.mutate()
        }}
      >
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="User reference" hint="As your services send it in user_ref.">
            {(control) => (
              <Input
                {...control}
                value={userRef}
                maxLength={256}
                autoComplete="off"
                spellCheck={false}
                onChange={(event) => change(setUserRef)(event.target.value)}
                className="font-mono text-sm"
              />
            )}
          </Field>
          <Field
            label="Text that names them"
            hint="An address or a number, looked for in everything kept."
            error={tooShort ? 'At least three characters.' : undefined}
          >
            {(control) => (
              <Input
                {...control}
                value={search}
                maxLength={200}
                autoComplete="off"
                onChange={(event) => change(setSearch)(event.target.value)}
              />
            )}
          </Field>
        </div>
        {count.error && (
          <p role="alert" className="text-base text-bad-text">
            {problemText(count.error)}
          </p>
        )}
        <Button
          type="submit"
          className="self-start"
          busy={count.isPending}
          disabled={!checked.success || tooShort}
        >
          Count what would go
        </Button>
      </form>
    </Card>
  )
}

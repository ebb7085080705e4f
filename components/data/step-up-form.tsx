'use client'

import { useState, type FormEvent } from 'react'
import { z } from 'zod'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { api } from './api'
import { problemText } from './problem'

type StepUpAsk = { why: string; answer: (proven: boolean) => void }

export function StepUpForm({ why, answer }: StepUpAsk) {
  const [code, setCode] = useState('')
  const [error, setError] = useState<string>()
  const [busy, setBusy] = useState(false)

  async function submit(event: FormEvent) {
    event.preventDefault()
    event.stopPropagation()
    setBusy(true)
    try {
      await api('POST', '/api/console/mfa/step-up', z.unknown(), { body: { code: code.trim() } })
      answer(true)
    } catch (thrown) {
      setError(problemText(thrown))
      setCode('')
      setBusy(false)
    }
  }

  return (
    <Dialog open onOpenChange={(open) => !open && answer(false)} title="Confirm it’s you" description={why}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field label="Authentication code" error={error} hint="The six digits your authenticator shows now.">
          {(control) => (
            <Input
              {...control}
              value={code}
              onChange={(event) => setCode(event.target.value)}
              inputMode="numeric"
              autoComplete="one-time-code"
              autoFocus
              className="font-mono tracking-widest"
            />
          )}
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={() => answer(false)}>Cancel</Button>
          <Button type="submit" variant="primary" busy={busy} disabled={code.trim().length < 6}>
            Confirm
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

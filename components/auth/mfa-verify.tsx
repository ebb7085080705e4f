'use client'

import { useState, type FormEvent } from 'react'
import { z } from 'zod'
import { api } from '@/components/data/api'
import { leaveFor } from '@/components/data/leave'
import { problemText } from '@/components/data/problem'
import { Button } from '@/components/ui/button'
import { AuthHeading } from './auth-heading'
import { CodeField } from './code-field'

export function MfaVerify({ next }: { next: string }) {
  const [code, setCode] = useState('')
  const [recovery, setRecovery] = useState(false)
  const [error, setError] = useState<string>()
  const [busy, setBusy] = useState(false)

  async function submit(event: FormEvent) {
    event.preventDefault()
    setBusy(true)
    setError(undefined)
    try {
      await api('POST', '/api/console/mfa/verify', z.unknown(), { body: { code: code.trim() } })
      leaveFor(next)
    } catch (thrown) {
      setError(problemText(thrown))
      setCode('')
      setBusy(false)
    }
  }

  return (
    <>
      <AuthHeading title="Second factor">
        {recovery
          ? 'Enter one of the recovery codes you saved.'
          : 'Enter the code your authenticator app shows now.'}
      </AuthHeading>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <CodeField code={code} onChange={setCode} error={error} recovery={recovery} />
        <Button type="submit" variant="primary" size="lg" busy={busy} disabled={code.trim().length < 6}>
          Verify
        </Button>
      </form>
      <Button
        variant="quiet"
        size="sm"
        className="mt-3 self-start"
        onClick={() => {
          setRecovery(!recovery)
          setCode('')
          setError(undefined)
        }}
      >
        {recovery ? 'Use the authenticator instead' : 'Lost the device? Use a recovery code'}
      </Button>
    </>
  )
}

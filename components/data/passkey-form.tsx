'use client'

import { startAuthentication, type PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser'
import { Fingerprint } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { z } from 'zod'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Dialog } from '@/components/ui/dialog'
import type { StepUpBinding } from '@/lib/auth/schema'
import { api } from './api'
import { isProblem, problemText } from './problem'

type PasskeyFormProps = { why: string; bound: StepUpBinding; answer: (proven: boolean) => void }

const RequestOptions = z.custom<PublicKeyCredentialRequestOptionsJSON>(
  (value) => z.looseObject({ challenge: z.string() }).safeParse(value).success,
)

/** Takes a passkey's proof of one action on one content; the server keeps it for five minutes, for one use. */
export function PasskeyForm({ why, bound, answer }: PasskeyFormProps) {
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const none = isProblem(error) && error.code === 'conflict'

  async function prove() {
    setBusy(true)
    setError(null)
    try {
      const path = '/api/console/mfa/passkeys/verify'
      const optionsJSON = await api('POST', `${path}/options`, RequestOptions, { body: { bound } })
      const response = await startAuthentication({ optionsJSON })
      await api('POST', path, z.unknown(), { body: { bound, response } })
      answer(true)
    } catch (thrown) {
      setError(thrown)
      setBusy(false)
    }
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && answer(false)}
      title="Confirm with your passkey"
      description={why}
    >
      {error !== null && (
        <Callout tone={none ? 'warn' : 'bad'} role="alert" title={errorWords(error)}>
          {none && (
            <>
              This workspace wants one for answers of high risk.{' '}
              <Link
                href="/settings/security"
                onClick={() => answer(false)}
                className="font-medium text-accent-text underline underline-offset-2"
              >
                Add a passkey
              </Link>
            </>
          )}
        </Callout>
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={() => answer(false)}>Cancel</Button>
        <Button variant="primary" busy={busy} autoFocus onClick={() => void prove()}>
          <Fingerprint aria-hidden />
          {error === null ? 'Use passkey' : 'Try again'}
        </Button>
      </div>
    </Dialog>
  )
}

/** The browser's own refusals come as `DOMException`s with texts for developers. */
function errorWords(error: unknown): string {
  if (isProblem(error)) return problemText(error)
  if (error instanceof Error && error.name === 'NotAllowedError') return 'It was cancelled, or took too long.'
  return 'The browser could not use a passkey.'
}

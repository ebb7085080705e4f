'use client'

import { signOut } from 'next-auth/react'
import { Button } from '@/components/ui/button'
import { MfaEnrol } from './mfa-enrol'
import { MfaVerify } from './mfa-verify'

type MfaFlowProps = { email: string; enrolled: boolean; next: string }

/** Enrolment the first time, verification ever after. */
export function MfaFlow({ email, enrolled, next }: MfaFlowProps) {
  return (
    <>
      {enrolled ? <MfaVerify next={next} /> : <MfaEnrol next={next} />}
      <p className="mt-6 flex flex-wrap items-center gap-x-1 border-t border-line pt-4 text-sm text-ink-3">
        <span className="min-w-0 truncate">{email}</span>
        <Button
          variant="quiet"
          size="sm"
          className="-mr-2.5 ml-auto"
          onClick={() => void signOut({ callbackUrl: '/sign-in' })}
        >
          Not you?
        </Button>
      </p>
    </>
  )
}

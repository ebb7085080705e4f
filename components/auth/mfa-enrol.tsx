'use client'

import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { api } from '@/components/data/api'
import { problemText } from '@/components/data/problem'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { Disclosure } from '@/components/ui/disclosure'
import { ErrorState } from '@/components/ui/error-state'
import { Skeleton } from '@/components/ui/skeleton'
import { RecoveryCodes as RecoveryCodesReply, TotpEnrolment } from '@/lib/auth/schema'
import { AuthHeading } from './auth-heading'
import { CodeField } from './code-field'
import { RecoveryCodes } from './recovery-codes'

/** Scan, confirm with a first code, save the recovery codes. */
export function MfaEnrol({ next }: { next: string }) {
  const [code, setCode] = useState('')
  const enrolment = useQuery({
    queryKey: ['mfa-enrolment'],
    queryFn: () => api('POST', '/api/console/mfa/enrol', TotpEnrolment),
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
  const confirm = useMutation({
    mutationFn: () => api('POST', '/api/console/mfa/confirm', RecoveryCodesReply, { body: { code } }),
    onError: () => setCode(''),
  })

  if (confirm.data) return <RecoveryCodes codes={confirm.data.recovery_codes} next={next} />
  if (enrolment.isError) {
    return (
      <ErrorState error={enrolment.error} onRetry={() => void enrolment.refetch()} what="the enrolment" />
    )
  }

  function submit(event: FormEvent) {
    event.preventDefault()
    confirm.mutate()
  }

  return (
    <>
      <AuthHeading title="Set up your second factor">
        Scan this with an authenticator app. Decisions are only taken by people who have proven who they are.
      </AuthHeading>
      <div className="mb-5 flex flex-col items-center gap-3 rounded-lg border border-line bg-surface p-5">
        {enrolment.data ? (
          // eslint-disable-next-line @next/next/no-img-element -- a data: URL has nothing to optimise
          <img
            src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(enrolment.data.qr_svg)}`}
            alt="QR code for your authenticator app"
            width={184}
            height={184}
            className="size-46 rounded-md bg-[#fff] p-1.5"
          />
        ) : (
          <Skeleton className="size-46" />
        )}
        {enrolment.data && (
          <Disclosure summary="Can’t scan? Type this key instead" className="w-full text-center">
            <div className="flex items-center gap-2">
              <code className="min-w-0 flex-1 text-left font-mono text-sm break-all">
                {enrolment.data.secret}
              </code>
              <CopyButton text={enrolment.data.secret} label="Copy key" iconOnly />
            </div>
          </Disclosure>
        )}
      </div>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <CodeField
          code={code}
          onChange={setCode}
          error={confirm.isError ? problemText(confirm.error) : undefined}
          autoFocus={false}
        />
        <Button type="submit" variant="primary" size="lg" busy={confirm.isPending} disabled={code.length < 6}>
          Verify
        </Button>
      </form>
    </>
  )
}

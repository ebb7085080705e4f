'use client'

import { useQuery } from '@tanstack/react-query'
import { signOut } from 'next-auth/react'
import { useEffect } from 'react'
import { api } from '@/components/data/api'
import { leaveFor } from '@/components/data/leave'
import { isProblem } from '@/components/data/problem'
import { Button } from '@/components/ui/button'
import { ErrorState } from '@/components/ui/error-state'
import { Skeleton, SkeletonText } from '@/components/ui/skeleton'
import { Me } from '@/lib/auth/schema'
import { MfaEnrol } from './mfa-enrol'
import { MfaVerify } from './mfa-verify'

type Stage = 'enrol' | 'verify' | 'proven'

/** Decides between enrolment and verification by asking who is signed in. */
export function MfaFlow({ next }: { next: string }) {
  const stage = useQuery({
    queryKey: ['mfa-stage'],
    queryFn: ({ signal }) => readStage(signal),
    gcTime: 0,
    staleTime: Infinity,
  })
  const proven = stage.data === 'proven'
  useEffect(() => {
    if (proven) leaveFor(next)
  }, [proven, next])

  if (stage.isError)
    return <ErrorState error={stage.error} onRetry={() => void stage.refetch()} what="this step" />
  if (!stage.data || proven) return <MfaSkeleton />
  return (
    <>
      {stage.data === 'enrol' ? <MfaEnrol next={next} /> : <MfaVerify next={next} />}
      <Button
        variant="quiet"
        size="sm"
        className="mt-6 self-start"
        onClick={() => void signOut({ callbackUrl: '/sign-in' })}
      >
        Sign in as someone else
      </Button>
    </>
  )
}

async function readStage(signal: AbortSignal): Promise<Stage> {
  try {
    const me = await api('GET', '/api/console/me', Me, { signal })
    if (!me.mfa_enrolled) return 'enrol'
    return me.mfa_at ? 'proven' : 'verify'
  } catch (error) {
    if (isProblem(error) && error.code === 'mfa_enrolment_required') return 'enrol'
    if (isProblem(error) && error.code === 'mfa_required') return 'verify'
    throw error
  }
}

function MfaSkeleton() {
  return (
    <div className="flex flex-col gap-4">
      <Skeleton className="h-8 w-56" />
      <SkeletonText lines={2} />
      <Skeleton className="h-10 w-full" />
      <Skeleton className="h-10 w-full" />
    </div>
  )
}

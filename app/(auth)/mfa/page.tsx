import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { MfaFlow } from '@/components/auth/mfa-flow'
import { safeNext } from '@/components/data/leave'
import { pagePasswordSession } from '@/lib/server/identity/page-session'

export const metadata: Metadata = { title: 'Second factor' }

export default async function MfaPage({
  searchParams,
}: {
  searchParams: Promise<{ next?: string | string[] }>
}) {
  const { next } = await searchParams
  const destination = safeNext(typeof next === 'string' ? next : null)
  const me = await pagePasswordSession()
  if (me.mfa_enrolled && me.mfa_at) redirect(destination)
  return <MfaFlow email={me.email} enrolled={me.mfa_enrolled} next={destination} />
}

import type { Metadata } from 'next'
import { MfaFlow } from '@/components/auth/mfa-flow'
import { safeNext } from '@/components/data/leave'

export const metadata: Metadata = { title: 'Second factor' }

export default async function MfaPage({
  searchParams,
}: {
  searchParams: Promise<{ next?: string | string[] }>
}) {
  const { next } = await searchParams
  return <MfaFlow next={safeNext(typeof next === 'string' ? next : null)} />
}

import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { SignInForm } from '@/components/auth/sign-in-form'
import { safeNext } from '@/components/data/leave'
import { container } from '@/lib/server/container'
import { visitor } from '@/lib/server/identity/page-session'
import { offersSingleSignOn } from '@/lib/server/identity/single-sign-on'

export const metadata: Metadata = { title: 'Sign in' }

type Search = Promise<{
  next?: string | string[]
  joined?: string
  reset?: string
  error?: string | string[]
}>

export default async function SignInPage({ searchParams }: { searchParams: Search }) {
  const { next, joined, reset, error } = await searchParams
  const destination = safeNext(typeof next === 'string' ? next : null)
  const me = await visitor()
  if (me?.mfa_at) redirect(destination)
  return (
    <SignInForm
      next={destination}
      after={joined !== undefined ? 'joined' : reset !== undefined ? 'reset' : null}
      singleSignOn={offersSingleSignOn(container().env)}
      refused={typeof error === 'string' ? error : null}
    />
  )
}

import type { Metadata } from 'next'
import { SignInForm } from '@/components/auth/sign-in-form'
import { safeNext } from '@/components/data/leave'

export const metadata: Metadata = { title: 'Sign in' }

type Search = Promise<{ next?: string | string[]; joined?: string }>

export default async function SignInPage({ searchParams }: { searchParams: Search }) {
  const { next, joined } = await searchParams
  return <SignInForm next={safeNext(typeof next === 'string' ? next : null)} joined={joined !== undefined} />
}

import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { readMe } from '@/lib/auth/read-me'
import type { Me, UserPrincipal } from '@/lib/auth/schema'
import { container } from '../container'
import { authenticateCookies } from './session'

/** For pages: the person signed in with both factors; redirects to `/sign-in` or `/mfa` otherwise. */
export async function pageSession(): Promise<Me> {
  const principal = await pagePrincipal()
  return readMe(container().auth, principal)
}

/** As `pageSession`, for pages that prefetch with use cases. */
export async function pagePrincipal(): Promise<UserPrincipal> {
  const principal = await visitor()
  if (!principal) redirect('/sign-in')
  if (!principal.mfa_enrolled || !principal.mfa_at) redirect('/mfa')
  return principal
}

/** For `/mfa`: the password is enough. */
export async function pagePasswordSession(): Promise<Me> {
  const principal = await visitor()
  if (!principal) redirect('/sign-in')
  return readMe(container().auth, principal)
}

/** For `/sign-in`: null when nobody is signed in. */
export async function visitor(): Promise<UserPrincipal | null> {
  return authenticateCookies((await headers()).get('cookie'), container())
}

'use client'

import { Building2 } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { signIn } from 'next-auth/react'
import { useState, type FormEvent } from 'react'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { durationWords } from '@/components/ui/format'
import { AuthHeading } from './auth-heading'

type SignInFormProps = {
  next: string
  /** What led here, when it was something the person had just done. */
  after: keyof typeof afterWords | null
  /** Offers the identity provider as well. */
  singleSignOn: boolean
  /** Why single sign-on led back here. */
  refused: string | null
}

const afterWords = {
  joined: 'Your account is ready. Sign in with the password you just chose.',
  reset: 'Your password is changed. Sign in with the new one.',
}

export function SignInForm({ next, after, singleSignOn, refused }: SignInFormProps) {
  const router = useRouter()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState(refused === null ? null : ssoWordsFor(refused))

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setBusy(true)
    setError(null)
    const result = await signIn('credentials', {
      redirect: false,
      email: String(form.get('email')).trim(),
      password: String(form.get('password')),
    }).catch(() => undefined)
    if (result?.ok && !result.error) {
      router.push(`/mfa?next=${encodeURIComponent(next)}`)
      return
    }
    setError(wordsFor(result?.error))
    setBusy(false)
  }

  return (
    <>
      <AuthHeading title="Sign in">Review answers before anyone is given them.</AuthHeading>
      {after && !error && (
        <Callout tone="good" role="status" className="mb-5">
          {afterWords[after]}
        </Callout>
      )}
      {error && (
        <Callout tone="bad" role="alert" className="mb-5">
          {error}
        </Callout>
      )}
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field label="Email">
          {(control) => (
            <Input
              {...control}
              name="email"
              type="email"
              autoComplete="username"
              required
              autoFocus
              className="h-10"
            />
          )}
        </Field>
        <Field label="Password">
          {(control) => (
            <Input
              {...control}
              name="password"
              type="password"
              autoComplete="current-password"
              required
              className="h-10"
            />
          )}
        </Field>
        <Button type="submit" variant="primary" size="lg" busy={busy} className="mt-1">
          Sign in
        </Button>
      </form>
      {singleSignOn && <SingleSignOn next={next} />}
    </>
  )
}

function SingleSignOn({ next }: { next: string }) {
  const [busy, setBusy] = useState(false)
  return (
    <div className="mt-5 flex flex-col gap-5">
      <p className="flex items-center gap-3 text-sm text-ink-3 before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        or
      </p>
      <Button
        size="lg"
        busy={busy}
        onClick={() => {
          setBusy(true)
          void signIn('oidc', { callbackUrl: `/mfa?next=${encodeURIComponent(next)}` }).catch(() =>
            setBusy(false),
          )
        }}
      >
        <Building2 aria-hidden />
        Continue with single sign-on
      </Button>
    </div>
  )
}

function ssoWordsFor(code: string): string {
  if (code === 'not_a_member')
    return 'Your identity provider knows you, but no member here has that address. Ask an admin for an invitation to it.'
  return 'Single sign-on did not work. Try again, or use your password.'
}

/** The same words whether or not the account exists. Codes: lib/server/identity/next-auth.ts. */
function wordsFor(error: string | null | undefined): string {
  const [code, seconds] = error?.split(':') ?? []
  if (code === 'CredentialsSignin') return 'This email and password do not match. Check both and try again.'
  if (code === 'rate_limited') return `Too many attempts. Try again in ${waitWords(Number(seconds))}.`
  if (code === 'overloaded') return 'The server is busy right now. Try again in a few seconds.'
  return 'The server could not be reached. Check your connection and try again.'
}

function waitWords(seconds: number): string {
  return seconds > 0 ? durationWords(seconds * 1_000) : 'a minute'
}

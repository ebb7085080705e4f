import type { Principal } from '@/lib/auth/schema'
import { L0Error } from '@/lib/kernel/errors'
import type { Container } from '../container'

/** People in the console; keys bring their own figure or the workspace's. */
const consolePerMinute = 1_200

type Spec = { path: string }

// The same text for the same principal: its hash is reckoned once.
const subjects = new WeakMap<Principal, string>()

function subjectOf(principal: Principal): string {
  let subject = subjects.get(principal)
  if (subject === undefined) {
    subject = principal.kind === 'user' ? `user:${principal.user_id}` : `key:${principal.key_id}`
    subjects.set(principal, subject)
  }
  return subject
}

/** Throws `rate_limited` with the wait in seconds. */
export function limitRate(app: Container, principal: Principal, _spec: Spec): void {
  const subject = subjectOf(principal)
  const perMinute =
    principal.kind === 'user' ? consolePerMinute : (principal.rate_per_minute ?? app.defaultKeyRatePerMinute)
  const waitSeconds = app.limiter.take(subject, perMinute, app.clock.now().getTime())
  if (waitSeconds === 0) return
  throw new L0Error(
    'rate_limited',
    `Too many requests: at most ${perMinute} a minute. Try again in ${waitSeconds} s.`,
    {
      retryAfterSeconds: waitSeconds,
    },
  )
}

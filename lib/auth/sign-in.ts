import { randomBytes } from 'node:crypto'
import { installationLog, type AuditEventInput } from '@/lib/audit/schema'
import { L0Error } from '@/lib/kernel/errors'
import { sha256Hex } from '@/lib/kernel/hash'
import { newId } from '@/lib/kernel/ids'
import type { AuthParts, AuthTransaction, MembershipOf, RequestOrigin, UserRecord } from './ports'
import { Email } from './schema'
import { sessionLifeMs } from './session'
import { accountRule, addressRule, pairRule } from './throttle'

/** What the cookie carries; only the token's hash is stored. */
export type SessionToken = { session_id: string; token: string }

/**
 * Password sign-in: opens a session that can do nothing yet but prove the second factor. Throws
 * `rate_limited` with the wait, or `unauthenticated` with one and the same sentence whether the
 * account does not exist, has no password, is disabled, belongs nowhere, or the password is wrong.
 */
export async function signIn(
  auth: AuthParts,
  credentials: { email: string; password: string },
  origin: RequestOrigin,
): Promise<SessionToken> {
  // A flood on one account queues at one row: it must not take every database connection with it.
  return auth.signInGate(() => checkPassword(auth, credentials, origin))
}

async function checkPassword(
  auth: AuthParts,
  credentials: { email: string; password: string },
  origin: RequestOrigin,
): Promise<SessionToken> {
  const email = Email.safeParse(credentials.email.trim()).data ?? ''
  const password = credentials.password.slice(0, 200)
  const subjects = throttleSubjects(email, origin.address)
  const nextWaitSeconds = await takeAttempt(auth, subjects)
  const user = await auth.unit.transact((tx) => tx.users.findByEmail(email))
  const right = await auth.passwords.verify(password, user?.password_hash ?? null)
  const opened = await auth.unit.transact(async (tx) => {
    // Read again: the account may have changed during the half second the hash took.
    const current = user && right ? await tx.users.lock(user.id) : null
    const stands = current && !current.disabled_at && current.password_hash === user?.password_hash
    const session = stands ? await openSession(auth, tx, current, origin, 'password') : null
    if (!session) return fail(tx, user, { email, nextWaitSeconds }, origin)
    for (const { subject, rule } of subjects) {
      // An address is shared: one person's success takes back their attempt, not everybody's.
      await (rule === addressRule ? tx.throttles.giveBack(subject) : tx.throttles.clear([subject]))
    }
    return session
  })
  if (opened) return opened
  throw new L0Error('unauthenticated', 'This email and password do not belong together.')
}

/**
 * Sign-in by an identity provider that has verified the address. Only existing members get in, and
 * the second factor is still ours.
 */
export async function signInByProvider(
  auth: AuthParts,
  identity: { email: string; email_verified: boolean },
  origin: RequestOrigin,
): Promise<SessionToken> {
  const email = Email.safeParse(identity.email).data ?? ''
  const opened = await auth.unit.transact(async (tx) => {
    const found = identity.email_verified ? await tx.users.findByEmail(email) : null
    const session = found && !found.disabled_at ? await openSession(auth, tx, found, origin, 'oidc') : null
    return session ?? fail(tx, found, { email, nextWaitSeconds: 0 }, origin)
  })
  if (opened) return opened
  throw new L0Error('unauthenticated', 'This account is not a member here. Ask an admin for an invitation.')
}

/** Opens a session in the workspace used last, else the oldest; null without a membership. */
async function openSession(
  auth: AuthParts,
  tx: AuthTransaction,
  user: UserRecord,
  origin: RequestOrigin,
  method: 'password' | 'oidc',
): Promise<SessionToken | null> {
  const workspace = await homeOf(tx, user.id)
  if (!workspace) return null
  const now = auth.clock.now()
  const session = { session_id: newId('ses', now.getTime()), token: newToken() }
  await tx.sessions.create({
    id: session.session_id,
    user_id: user.id,
    workspace_id: workspace.id,
    token_hash: sha256Hex(session.token),
    epoch: user.epoch,
    now,
    expires_at: new Date(now.getTime() + sessionLifeMs),
    user_agent: origin.user_agent?.slice(0, 300) ?? null,
  })
  await tx.audit(workspace.id).append({
    type: 'signin.succeeded',
    actor: { type: 'user', id: user.id, label: user.email },
    target: { type: 'session', id: session.session_id },
    after: { method, second_factor: 'not yet' },
    ...trace(origin),
  })
  return session
}

/** 256 random bits. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/** The request id and the address of a request, as an audit event carries them. */
export function trace(origin: RequestOrigin): Pick<AuditEventInput, 'request_id' | 'personal'> {
  return {
    request_id: origin.request_id || null,
    ...(origin.address ? { personal: { address: origin.address } } : {}),
  }
}

async function homeOf(tx: AuthTransaction, userId: string): Promise<MembershipOf | undefined> {
  const memberships = await tx.users.memberships(userId)
  const last = await tx.sessions.lastWorkspace(userId)
  return memberships.find((one) => one.id === last) ?? memberships[0]
}

type Subject = { subject: string; rule: typeof pairRule }

/** Sorted, so that parallel sign-ins lock their rows in one order. Addresses of people stay hashed. */
function throttleSubjects(email: string, address: string): Subject[] {
  const account = sha256Hex(email)
  const subjects = [
    { subject: `account:${account}`, rule: accountRule },
    { subject: `pair:${sha256Hex(`${email}|${address}`)}`, rule: pairRule },
  ]
  if (address) subjects.unshift({ subject: `address:${sha256Hex(address)}`, rule: addressRule })
  return subjects
}

/**
 * Counts the attempt for every subject, or for none when one of them has to wait: an attempt that is
 * refused costs the others nothing. Returns the wait that begins if it fails.
 */
async function takeAttempt(auth: AuthParts, subjects: Subject[]): Promise<number> {
  const now = auth.clock.now()
  return auth.unit.transact(async (tx) => {
    let next = 0
    for (const { subject, rule } of subjects) {
      const { allowed, waitSeconds } = await tx.throttles.take(subject, rule, now)
      // Thrown inside the transaction, so that what was counted before is not.
      if (!allowed) {
        throw new L0Error('rate_limited', `Too many attempts. Try again in ${waitSeconds} s.`, {
          retryAfterSeconds: waitSeconds,
        })
      }
      next = Math.max(next, waitSeconds)
    }
    return next
  })
}

/** Records a failure, and the wait it begins. Refusals during a wait are not recorded one by one. */
async function fail(
  tx: AuthTransaction,
  user: UserRecord | null,
  attempt: { email: string; nextWaitSeconds: number },
  origin: RequestOrigin,
): Promise<null> {
  const workspace = user ? await homeOf(tx, user.id) : undefined
  const audit = tx.audit(workspace?.id ?? installationLog)
  const actor = { type: 'system' as const, id: 'sign-in' }
  const target = { type: 'user', id: user?.id ?? 'unknown', label: attempt.email || null }
  await audit.append({ type: 'signin.failed', actor, target, ...trace(origin) })
  if (attempt.nextWaitSeconds > 0) {
    const after = { wait_seconds: attempt.nextWaitSeconds }
    await audit.append({ type: 'signin.throttled', actor, target, after, ...trace(origin) })
  }
  return null
}

import { authorize } from '@/lib/auth/authorize'
import { requireStrongPassword } from '@/lib/auth/password-rules'
import type { AuthParts, AuthTransaction, InvitationRecord, RequestOrigin } from '@/lib/auth/ports'
import type { Invitation, InvitationPreview, Role, UserPrincipal } from '@/lib/auth/schema'
import { actorOf } from '@/lib/auth/second-factor'
import { newToken, trace } from '@/lib/auth/sign-in'
import { pairRule } from '@/lib/auth/throttle'
import { L0Error, notFound } from '@/lib/kernel/errors'
import { sha256Hex } from '@/lib/kernel/hash'
import { newId } from '@/lib/kernel/ids'
import { dayMs } from '@/lib/kernel/time'
import { requireRoom } from './plans'

/** A link is good for three days and one use. */
const invitationLifeMs = 3 * dayMs

type Actor = ReturnType<typeof actorOf> | { type: 'system'; id: string }

export async function listInvitations(auth: AuthParts, principal: UserPrincipal): Promise<Invitation[]> {
  const now = auth.clock.now()
  authorize(principal, { permission: 'member.manage', now, stepUp: false })
  return auth.unit.transact((tx) => tx.workspace(principal.workspace_id).invitations.list(now))
}

/** Invites a person; returns the one-use token, which is stored as a hash only. */
export async function inviteMember(
  auth: AuthParts,
  principal: UserPrincipal,
  invitee: { email: string; role: Role },
  origin: RequestOrigin,
): Promise<{ invitation: Invitation; token: string }> {
  const now = auth.clock.now()
  authorize(principal, { permission: 'member.manage', now })
  return auth.unit.transact(async (tx) => {
    const { members, invitations, plan } = tx.workspace(principal.workspace_id)
    await members.lockAll()
    const people = await members.list()
    if (people.some((member) => member.email === invitee.email)) {
      throw new L0Error('conflict', 'This person is a member already.')
    }
    // A new link to the same address replaces the older one: it takes no second seat.
    const open = (await invitations.list(now)).filter(({ email }) => email !== invitee.email)
    requireRoom(await plan(), 'people', people.length + open.length)
    const actor = actorOf(principal)
    return addInvitation(tx, { workspaceId: principal.workspace_id, ...invitee, actor, now, origin })
  })
}

/** The change itself, for the console and the command line alike. An older link stops working. */
export async function addInvitation(
  tx: AuthTransaction,
  invitee: {
    workspaceId: string
    email: string
    role: Role
    actor: Actor
    now: Date
    origin?: RequestOrigin
  },
): Promise<{ invitation: Invitation; token: string }> {
  const { workspaceId, email, role, actor, now } = invitee
  const { invitations, audit } = tx.workspace(workspaceId)
  await invitations.revokeFor(email, now)
  const token = newToken()
  const invitation = {
    id: newId('inv', now.getTime()),
    email,
    role,
    created_at: now.toISOString(),
    expires_at: new Date(now.getTime() + invitationLifeMs).toISOString(),
  }
  const more = { workspace_id: workspaceId, created_by: actor.id, token_hash: sha256Hex(token) }
  await invitations.add({ ...invitation, ...more })
  await audit.append({
    type: 'member.invited',
    actor,
    target: { type: 'invitation', id: invitation.id, label: email },
    after: { role, expires_at: invitation.expires_at },
    ...(invitee.origin ? trace(invitee.origin) : {}),
  })
  return { invitation, token }
}

export async function revokeInvitation(
  auth: AuthParts,
  principal: UserPrincipal,
  id: string,
  origin: RequestOrigin,
): Promise<void> {
  const now = auth.clock.now()
  authorize(principal, { permission: 'member.manage', now, stepUp: false })
  await auth.unit.transact(async (tx) => {
    const { invitations, audit } = tx.workspace(principal.workspace_id)
    if (!(await invitations.revoke(id, now))) throw notFound('This invitation')
    const target = { type: 'invitation', id }
    await audit.append({ type: 'invitation.revoked', actor: actorOf(principal), target, ...trace(origin) })
  })
}

/** What a link says of itself. Throws `not_found` for one that is unknown, used, revoked or expired. */
export async function previewInvitation(auth: AuthParts, token: string): Promise<InvitationPreview> {
  const invitation = await auth.unit.transact((tx) => findOpen(tx, token, auth.clock.now()))
  const { email, role, workspace, expires_at } = invitation
  return { email, role, workspace, expires_at }
}

/**
 * Makes the invited person a member, once. Somebody new sets a name and a password; somebody who has
 * an account here proves it with the password they have, or whoever can invite could take over any
 * account. The second factor is enrolled (or asked for) at the first sign-in.
 */
export async function acceptInvitation(
  auth: AuthParts,
  acceptance: { token: string; name: string; password: string },
  origin: RequestOrigin,
): Promise<{ email: string }> {
  const now = auth.clock.now()
  const seen = await auth.unit.transact(async (tx) => {
    const invitation = await findOpen(tx, acceptance.token, now)
    const wait = await takeAttempt(auth, tx, invitation, origin)
    return { email: invitation.email, user: await tx.users.findByEmail(invitation.email), wait }
  })
  if (seen.wait > 0) {
    throw new L0Error('rate_limited', `Too many attempts. Try again in ${seen.wait} s.`, {
      retryAfterSeconds: seen.wait,
    })
  }
  const hash = await proveOrMake(auth, acceptance, seen)
  return auth.unit.transact(async (tx) => {
    const invitation = await findOpen(tx, acceptance.token, now)
    if (!(await tx.acceptInvitation(invitation.id, now))) throw notFound('This invitation')
    const userId = seen.user?.id ?? newId('usr', now.getTime())
    if (!seen.user) {
      await tx.users.create({ id: userId, email: seen.email, name: acceptance.name, password_hash: hash })
    }
    await tx.throttles.clear([subjectOf(invitation)])
    const { members, audit, plan } = tx.workspace(invitation.workspace_id)
    await members.lockAll()
    if (!(await members.get(userId))) {
      // The plan may have become smaller since the invitation.
      requireRoom(await plan(), 'people', (await members.list()).length)
      await members.put(userId, invitation.role, now)
    }
    await audit.append({
      type: 'member.joined',
      actor: { type: 'user', id: userId, label: seen.email },
      target: { type: 'member', id: userId, label: seen.email },
      after: { role: invitation.role, invitation: invitation.id, invited_by: invitation.created_by },
      ...trace(origin),
    })
    return { email: seen.email }
  })
}

/** The hash for a new account; for an existing one the password is checked and nothing is stored. */
async function proveOrMake(
  auth: AuthParts,
  { name, password }: { name: string; password: string },
  { email, user }: { email: string; user: { password_hash: string | null } | null },
): Promise<string> {
  if (!user) {
    await requireStrongPassword(password, { email, name })
    return auth.passwords.hash(password)
  }
  if (await auth.passwords.verify(password, user.password_hash)) return ''
  throw new L0Error('invalid_input', 'password: is not the one of your account here.', {
    fields: [
      {
        field: 'password',
        message: 'is not the one of your account here. Use the password you sign in with.',
      },
    ],
  })
}

async function findOpen(
  tx: AuthTransaction,
  token: string,
  now: Date,
): Promise<InvitationRecord & { workspace: string }> {
  const invitation = await tx.findInvitation(sha256Hex(token))
  const open =
    invitation &&
    !invitation.accepted_at &&
    !invitation.revoked_at &&
    Date.parse(invitation.expires_at) > now.getTime()
  if (open) return invitation
  throw new L0Error(
    'not_found',
    'This invitation does not exist, was used, or has expired. Ask for a new one.',
  )
}

/**
 * Links have 256 random bits and need no throttle. What stands behind one may be the password of an
 * existing account, and that must not be guessed here instead of at the sign-in.
 */
async function takeAttempt(
  auth: AuthParts,
  tx: AuthTransaction,
  invitation: InvitationRecord,
  origin: RequestOrigin,
): Promise<number> {
  const { allowed, waitSeconds } = await tx.throttles.take(subjectOf(invitation), pairRule, auth.clock.now())
  if (!allowed) return waitSeconds
  if (waitSeconds > 0) {
    await tx.audit(invitation.workspace_id).append({
      type: 'signin.throttled',
      actor: { type: 'system', id: 'invitations' },
      target: { type: 'invitation', id: invitation.id, label: invitation.email },
      after: { wait_seconds: waitSeconds },
      ...trace(origin),
    })
  }
  return 0
}

function subjectOf(invitation: InvitationRecord): string {
  return `invitation:${invitation.id}`
}

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  approveMfaReset,
  listMfaResets,
  rejectMfaReset,
  requestMfaReset,
} from '@/lib/auth/reset-second-factor'
import type { UserPrincipal } from '@/lib/auth/schema'
import { signIn } from '@/lib/auth/sign-in'
import { changePolicy, readPolicy } from '@/lib/workspaces/change-policy'
import { createWorkspace } from '@/lib/workspaces/create-workspace'
import {
  acceptInvitation,
  inviteMember,
  previewInvitation,
  revokeInvitation,
} from '@/lib/workspaces/invite-member'
import { changeRole, listMembers, removeMember } from '@/lib/workspaces/manage-members'
import { switchWorkspace } from '@/lib/workspaces/switch-workspace'
import {
  elsewhere,
  makePerson,
  makeWorkspace,
  origin,
  password,
  principalFor,
  signInFully,
  startAuth,
  type Person,
  type Started,
} from './harness'

let started: Started
let workspaceId: string
let admin: { person: Person; principal: UserPrincipal }

beforeAll(async () => {
  started = await startAuth()
  workspaceId = await makeWorkspace(started)
  admin = await someone('admin')
})
afterAll(() => started.close())

async function someone(role: 'admin' | 'operator' | 'viewer', workspace = workspaceId) {
  const person = await makePerson(started, workspace, role)
  return { person, ...(await signInFully(started, person)) }
}
const fresh = (principal: UserPrincipal) => ({ ...principal, step_up_at: started.clock.now() })
const newPassword = 'violet tractor embassy tuesday'
const invite = (email: string) =>
  inviteMember(started.auth, fresh(admin.principal), { email, role: 'operator' }, origin)

describe('invitations', () => {
  test('a link makes one member, once, however many open it together', async () => {
    const { token } = await invite('new.person@example.com')
    expect(await previewInvitation(started.auth, token)).toMatchObject({
      role: 'operator',
      workspace: 'Test',
    })
    const acceptance = { token, name: 'New Person', password: newPassword }
    const all = await Promise.allSettled(
      Array.from({ length: 4 }, () => acceptInvitation(started.auth, acceptance, elsewhere())),
    )
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await expect(previewInvitation(started.auth, token)).rejects.toMatchObject({ code: 'not_found' })
    const session = await signIn(
      started.auth,
      { email: 'new.person@example.com', password: newPassword },
      elsewhere(),
    )
    expect(await principalFor(started, session)).toMatchObject({ role: 'operator', mfa_enrolled: false })
  })

  test('a link ends after three days, when revoked, and when a newer one is made', async () => {
    const late = await invite('late@example.com')
    started.clock.at += 3 * 24 * 3_600_000
    const back = await invite('back@example.com')
    await revokeInvitation(started.auth, admin.principal, back.invitation.id, origin)
    const older = await invite('twice@example.com')
    await invite('twice@example.com')
    for (const { token } of [late, back, older]) {
      const acceptance = { token, name: 'N', password: newPassword }
      await expect(acceptInvitation(started.auth, acceptance, elsewhere())).rejects.toMatchObject({
        code: 'not_found',
      })
    }
  })

  test('an invitation cannot take over an account that exists', async () => {
    const other = await makeWorkspace(started)
    const victim = await makePerson(started, other, 'admin')
    const { token } = await invite(victim.email)
    const thief = { token, name: 'Thief', password: newPassword }
    await expect(acceptInvitation(started.auth, thief, elsewhere())).rejects.toMatchObject({
      code: 'invalid_input',
    })
    await acceptInvitation(started.auth, { ...thief, password }, elsewhere())
    const members = await listMembers(started.auth, admin.principal)
    expect(members.find(({ email }) => email === victim.email)).toMatchObject({
      role: 'operator',
      name: 'A Person',
    })
  })

  test('a common password is refused', async () => {
    const { token } = await invite('weak@example.com')
    const acceptance = { token, name: 'W', password: 'password12345' }
    await expect(acceptInvitation(started.auth, acceptance, elsewhere())).rejects.toMatchObject({
      code: 'invalid_input',
    })
  })
})

describe('members', () => {
  test('a new role ends the sessions with the old one', async () => {
    const member = await someone('operator')
    const change = { userId: member.person.user_id, role: 'viewer' as const }
    await changeRole(started.auth, fresh(admin.principal), change, origin)
    expect(await principalFor(started, member.session)).toBeNull()
  })

  test('a removed member is out at once', async () => {
    const member = await someone('operator')
    await removeMember(started.auth, fresh(admin.principal), member.person.user_id, origin)
    expect(await principalFor(started, member.session)).toBeNull()
  })

  test('the last admin stays, even when two admins remove each other together', async () => {
    const workspace = await makeWorkspace(started)
    const [one, two] = [await someone('admin', workspace), await someone('admin', workspace)]
    const results = await Promise.allSettled([
      removeMember(started.auth, fresh(one.principal), two.person.user_id, origin),
      changeRole(started.auth, fresh(two.principal), { userId: one.person.user_id, role: 'viewer' }, origin),
    ])
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const admins = { workspace_id: workspace, role: 'admin', removed_at: null }
    expect(await started.db.prisma.membership.count({ where: admins })).toBe(1)
  })

  test('nobody reaches members of another workspace', async () => {
    const other = await someone('viewer', await makeWorkspace(started))
    const attempt = removeMember(started.auth, fresh(admin.principal), other.person.user_id, origin)
    await expect(attempt).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('reset of a lost second factor', () => {
  test('takes two admins, and neither may be the person concerned', async () => {
    const second = await someone('admin')
    const lost = await someone('admin')
    const { auth } = started
    const request = { userId: lost.person.user_id, reason: 'phone in the sea' }
    await expect(requestMfaReset(auth, fresh(lost.principal), request, origin)).rejects.toMatchObject({
      code: 'forbidden',
    })
    const { id } = await requestMfaReset(auth, fresh(admin.principal), request, origin)
    expect(await listMfaResets(auth, second.principal)).toHaveLength(1)
    for (const who of [admin, lost]) {
      await expect(approveMfaReset(auth, fresh(who.principal), id, origin)).rejects.toMatchObject({
        code: 'forbidden',
      })
    }
    await approveMfaReset(auth, fresh(second.principal), id, origin)
    expect(await principalFor(started, lost.session)).toBeNull()
    const again = await signIn(auth, { email: lost.person.email, password }, elsewhere())
    expect(await principalFor(started, again)).toMatchObject({ mfa_enrolled: false })
    await expect(approveMfaReset(auth, fresh(second.principal), id, origin)).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  test('lapses after a day, when rejected, and when its requester is no admin any more', async () => {
    const { auth } = started
    const [second, third] = [await someone('admin'), await someone('admin')]
    const lost = await someone('viewer')
    const request = { userId: lost.person.user_id, reason: 'phone in the sea' }
    const ask = (by: UserPrincipal) => requestMfaReset(auth, fresh(by), request, origin)
    const late = await ask(admin.principal)
    await expect(ask(admin.principal)).rejects.toMatchObject({ code: 'conflict' })
    started.clock.at += 24 * 3_600_000
    const refused = await ask(admin.principal)
    await rejectMfaReset(auth, second.principal, refused.id, origin)
    for (const { id } of [late, refused]) {
      await expect(approveMfaReset(auth, fresh(second.principal), id, origin)).rejects.toMatchObject({
        code: 'not_found',
      })
    }
    const orphan = await ask(third.principal)
    await changeRole(auth, fresh(admin.principal), { userId: third.person.user_id, role: 'viewer' }, origin)
    await expect(approveMfaReset(auth, fresh(second.principal), orphan.id, origin)).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  test('the database itself refuses one person twice', async () => {
    const reset = {
      id: 'rst_x',
      workspace_id: workspaceId,
      user_id: 'usr_a',
      reason: '',
      expires_at: new Date(),
    }
    const twice = { ...reset, requested_by: 'usr_b', approved_by: 'usr_b', approved_at: new Date() }
    await expect(started.db.prisma.mfaReset.create({ data: twice })).rejects.toThrow()
  })
})

describe('policy and workspaces', () => {
  test('a change raises the version, keeps the rest, and is audited with before and after', async () => {
    const { workspaces } = started.app
    const who = fresh(admin.principal)
    const seen = await readPolicy(workspaces, who)
    const change = { policy: { sla_hours: 8 }, policy_version: seen.policy_version, reason: 'faster' }
    const changed = await changePolicy(workspaces, who, change, origin)
    expect(changed.policy_version).toBe(seen.policy_version + 1)
    expect(changed.policy).toEqual({ ...seen.policy, sla_hours: 8 })
    await expect(changePolicy(workspaces, who, change, origin)).rejects.toMatchObject({ code: 'conflict' })
    const where = { workspace_id: workspaceId, type: 'policy.changed' }
    const event = await started.db.prisma.auditEvent.findFirstOrThrow({ where })
    expect(JSON.parse(event.body)).toMatchObject({ before: { sla_hours: 24 }, after: { sla_hours: 8 } })
  })

  test('high risk never goes below two approvals, and unknown settings are refused', async () => {
    const who = fresh(admin.principal)
    for (const policy of [{ approvals_high: 1 }, { approval_high: 3 }]) {
      const attempt = changePolicy(started.app.workspaces, who, { policy, reason: '' }, origin)
      await expect(attempt).rejects.toMatchObject({ code: 'invalid_input' })
    }
  })

  test('whoever opens a workspace is its admin, and moves there without the step-up', async () => {
    const slug = `shop-${Date.now()}`
    const made = await createWorkspace(
      started.app.workspaces,
      fresh(admin.principal),
      { name: 'Shop', slug },
      origin,
    )
    const taken = createWorkspace(
      started.app.workspaces,
      fresh(admin.principal),
      { name: 'Shop', slug },
      origin,
    )
    await expect(taken).rejects.toMatchObject({ code: 'conflict' })
    const { session } = await signInFully(started, admin.person)
    const moved = await switchWorkspace(started.auth, (await principalFor(started, session))!, made.id)
    const there = await principalFor(started, moved.session)
    expect(there).toMatchObject({ workspace_id: made.id, role: 'admin', step_up_at: null })
    const stranger = await someone('admin')
    await expect(switchWorkspace(started.auth, stranger.principal, made.id)).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { clearFactors } from '@/lib/auth/reset-second-factor'
import {
  approvePasswordReset,
  issuePasswordReset,
  listPasswordResets,
  requestPasswordReset,
  revokePasswordReset,
} from '@/lib/auth/reset-password'
import { previewPasswordReset, usePasswordReset } from '@/lib/auth/use-password-reset'
import type { UserPrincipal } from '@/lib/auth/schema'
import { signIn } from '@/lib/auth/sign-in'
import { removeMember } from '@/lib/workspaces/manage-members'
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
let one: UserPrincipal
let two: UserPrincipal
const newPassword = 'violet tractor embassy tuesday'
const reason = 'called back on the number we have'

beforeAll(async () => {
  started = await startAuth()
  workspaceId = await makeWorkspace(started)
  one = (await someone('admin')).principal
  two = (await someone('admin')).principal
})
afterAll(() => started.close())

async function someone(role: 'admin' | 'operator', workspace = workspaceId) {
  const person = await makePerson(started, workspace, role)
  return { person, ...(await signInFully(started, person)) }
}
const fresh = (principal: UserPrincipal) => ({ ...principal, step_up_at: started.clock.now() })
const ask = (by: UserPrincipal, person: Person) =>
  requestPasswordReset(started.auth, fresh(by), { userId: person.user_id, reason }, origin)
const use = (token: string | null) =>
  usePasswordReset(started.auth, { token: token!, password: newPassword }, elsewhere())
const withoutFactor = (person: Person) =>
  started.auth.unit.transact((tx) => clearFactors(tx, person.user_id, started.clock.now()))
const gone = { code: 'not_found' }

describe('a forgotten password', () => {
  test('one admin’s link sets it once, however often it is opened together, and ends every session', async () => {
    const { person, session } = await someone('operator')
    const { token } = await ask(one, person)
    expect(await previewPasswordReset(started.auth, token!)).toMatchObject({ email: person.email })
    const all = await Promise.allSettled(Array.from({ length: 5 }, () => use(token)))
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await principalFor(started, session)).toBeNull()
    const old = signIn(started.auth, { email: person.email, password }, elsewhere())
    await expect(old).rejects.toMatchObject({ code: 'unauthenticated' })
    const opened = await signIn(started.auth, { email: person.email, password: newPassword }, elsewhere())
    // The second factor is where it was: the link alone opens nothing.
    expect(await principalFor(started, opened)).toMatchObject({ mfa_enrolled: true, mfa_at: null })
    await expect(previewPasswordReset(started.auth, token!)).rejects.toMatchObject(gone)
  })

  test('where there is no second factor, two admins must agree, and neither may be the person', async () => {
    const { person, principal } = await someone('admin')
    await withoutFactor(person)
    const asked = await ask(one, person)
    expect(asked.token).toBeNull()
    const approve = (by: UserPrincipal) => approvePasswordReset(started.auth, fresh(by), asked.id, origin)
    await expect(approve(one)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(approve(principal)).rejects.toMatchObject({ code: 'forbidden' })
    const { token } = await approve(two)
    await expect(approve(two)).rejects.toMatchObject({ code: 'conflict' })
    await use(token)
  })

  test('a link made while there was a second factor is void once that is gone', async () => {
    const { person } = await someone('operator')
    const { token } = await ask(one, person)
    await withoutFactor(person)
    await expect(use(token)).rejects.toMatchObject(gone)
    await expect(previewPasswordReset(started.auth, token!)).rejects.toMatchObject(gone)
  })

  test('a link ends after a day, when taken back, when a newer one is made, and with the membership', async () => {
    const late = await someone('operator')
    const { token: tooLate } = await ask(one, late.person)
    started.clock.at += 24 * 3_600_000
    await expect(use(tooLate)).rejects.toMatchObject(gone)
    const { person } = await someone('operator')
    const first = await ask(one, person)
    const second = await ask(one, person)
    await expect(use(first.token)).rejects.toMatchObject(gone)
    expect(await listPasswordResets(started.auth, one)).toMatchObject([
      { id: second.id, email: person.email, waiting: false },
    ])
    await revokePasswordReset(started.auth, one, second.id, origin)
    await expect(use(second.token)).rejects.toMatchObject(gone)
    const third = await ask(one, person)
    await removeMember(started.auth, fresh(one), person.user_id, origin)
    await expect(use(third.token)).rejects.toMatchObject(gone)
  })

  test('nobody resets their own, nor somebody of a workspace they do not administer', async () => {
    const self = { person: { user_id: one.user_id } as Person }
    await expect(ask(one, self.person)).rejects.toMatchObject({ code: 'forbidden' })
    const { person } = await someone('operator')
    const other = await makeWorkspace(started)
    await started.db.prisma.membership.create({
      data: { workspace_id: other, user_id: person.user_id, role: 'operator' },
    })
    await expect(ask(one, person)).rejects.toMatchObject({ code: 'forbidden' })
    const stranger = await someone('operator', other)
    await expect(ask(one, stranger.person)).rejects.toMatchObject({ code: 'not_found' })
    const operator = (await someone('operator')).principal
    await expect(ask(operator, person)).rejects.toMatchObject({ code: 'forbidden' })
    const stale = { ...one, step_up_at: null }
    const request = { userId: person.user_id, reason }
    await expect(requestPasswordReset(started.auth, stale, request, origin)).rejects.toMatchObject({
      code: 'step_up_required',
    })
  })

  test('a common password is refused, and the link still works', async () => {
    const { person } = await someone('operator')
    const { token } = await ask(one, person)
    const weak = { token: token!, password: 'password12345' }
    await expect(usePasswordReset(started.auth, weak, origin)).rejects.toMatchObject({
      code: 'invalid_input',
    })
    await use(token)
  })

  test('each step is an event, and no event holds the token', async () => {
    const { person } = await someone('operator')
    const { token } = await ask(one, person)
    await use(token)
    const rows = await started.db.prisma.auditEvent.findMany({
      where: { workspace_id: workspaceId, target_id: person.user_id, type: { startsWith: 'password.' } },
      orderBy: { seq: 'asc' },
    })
    expect(rows.map((row) => row.type)).toEqual(['password.reset_requested', 'password.changed'])
    expect(rows.map((row) => row.body).join()).not.toContain(token)
    const [stored] = await started.db.prisma.passwordReset.findMany({ where: { user_id: person.user_id } })
    expect(JSON.stringify(stored)).not.toContain(token)
  })

  test('from the command line it works without a second factor', async () => {
    const { person } = await someone('admin')
    await withoutFactor(person)
    const now = started.clock.now()
    const { token } = await started.auth.unit.transact((tx) =>
      issuePasswordReset(tx, { workspaceId, userId: person.user_id, email: person.email, reason, now }),
    )
    await use(token)
  })
})

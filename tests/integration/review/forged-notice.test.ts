import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '@/lib/kernel/ids'
import { createWebhook } from '@/lib/proposals/webhooks/manage-webhooks'
import { makeTestApp, type TestApp } from '../../support/app'

let made: TestApp
beforeAll(async () => {
  made = await makeTestApp({ WEBHOOK_ALLOWED_CIDRS: '127.0.0.0/8' })
})
afterAll(() => made.app.close())

test('a forged value is audited, told to whoever decides, and on its way to webhooks', async () => {
  const { app, workspaceId } = made
  const { prisma } = app.db
  const userId = newId('usr')
  await prisma.user.create({ data: { id: userId, email: `${userId}@example.com`, name: 'Admin' } })
  await prisma.membership.create({ data: { workspace_id: workspaceId, user_id: userId, role: 'admin' } })
  const now = app.clock.now()
  const admin = {
    kind: 'user' as const,
    user_id: userId,
    session_id: 'ses_x',
    workspace_id: workspaceId,
    role: 'admin' as const,
    label: 'Admin',
    email: `${userId}@example.com`,
    mfa_at: now,
    step_up_at: now,
    mfa_enrolled: true,
  }
  const hook = await createWebhook(
    app.webhooks,
    { principal: admin, request_id: null },
    { url: 'http://127.0.0.1:9/', events: ['forged_value'] },
  )
  app.onForged({ workspace: workspaceId, scope: 'default', key: 'cancel_order' }, 'forged')
  const notices = () =>
    prisma.notification.findMany({ where: { workspace_id: workspaceId, user_id: userId } })
  await expect.poll(async () => (await notices()).map(({ kind }) => kind)).toEqual(['forged_value'])
  const queued = () => prisma.outbox.findMany({ where: { topic: 'webhook', subject_id: hook.id } })
  await expect
    .poll(async () => {
      await app.publishing.publisher.drain()
      return (await queued()).map(({ payload }) => payload)
    })
    .toMatchObject([{ type: 'forged_value', workspace: workspaceId }])
  const events = await prisma.auditEvent.count({
    where: { workspace_id: workspaceId, type: 'cache.forged_value' },
  })
  expect(events).toBe(1)
})

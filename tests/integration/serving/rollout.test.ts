import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { POST as report } from '@/app/api/v1/hits/[hit]/report/route'
import { GET as judgements } from '@/app/api/console/judgements/route'
import { POST as judge } from '@/app/api/console/judgements/[judgement]/route'
import { PUT as putPolicy } from '@/app/api/console/policy/route'
import type { LookupHit } from '@/lib/lookup/schema'
import type { JudgementPage } from '@/lib/normalization/judgements/schema'
import { composeContainer, openBase } from '@/lib/server/build-container'
import type { Container } from '@/lib/server/container'
import { lookUp } from '@/lib/server/look-up'
import type { UsageBatch } from '@/lib/usage/batch-usage'
import type { WorkspacePolicy } from '@/lib/workspaces/schema'
import { bodyOf, callOf, makeTestApp, testEnv, type TestApp } from '../../support/app'
import { signedIn } from '../../support/session'

describe('a gradual roll-out', () => {
  let test: TestApp
  let other: Container
  let admin: Record<string, string>
  let entry: { id: string; version: number }

  beforeAll(async () => {
    test = await makeTestApp()
    other = composeContainer(openBase(testEnv()))
    await other.hot.ready(10_000)
    admin = await signedIn(test, 'admin')
    entry = await test.approve('track_order', 'Order {{order_id}} is on its way.')
    await test.app.publishing.start()
    await other.publishing.start()
  })
  afterAll(async () => {
    await other.close()
    await test.app.close()
  })
  beforeEach(async () => {
    // A report takes the entry out of service: that is another guard, and not the one that is tried here.
    await set({ rollout_percent: 50, rollout_stop: false, quarantine_after_reports: 100, judge_share: 0 })
    await test.app.db.prisma.hitReport.deleteMany({ where: { workspace_id: test.workspaceId } })
  })

  async function set(policy: Partial<WorkspacePolicy>) {
    const body = { policy, reason: 'test' }
    const reply = await putPolicy.answer(
      callOf('/api/console/policy', { method: 'PUT', headers: admin, body }),
    )
    expect(reply.status).toBe(200)
  }
  const ask = (app: Container, user: string) =>
    lookUp(app, test.workspaceId, { query: 'where is my order 55120', scope: 'default', user_ref: user })
  const users = Array.from({ length: 60 }, (_, i) => `user-${i}`)
  async function served(app: Container): Promise<string[]> {
    const outcomes = await Promise.all(users.map(async (user) => ({ user, ...(await ask(app, user)) })))
    return outcomes.filter(({ status }) => status === 'hit').map(({ user }) => user)
  }
  const share = async () => {
    const { policy, mode } = await test.app.db.prisma.workspace.findUniqueOrThrow({
      where: { id: test.workspaceId },
    })
    return { mode, percent: (policy as WorkspacePolicy).rollout_percent }
  }
  const events = () =>
    test.app.db.prisma.auditEvent.findMany({
      where: { workspace_id: test.workspaceId, type: 'rollout.backed_off' },
      orderBy: { at: 'desc' },
    })
  async function reportOne(user: string) {
    const hit = (await ask(test.app, user)) as LookupHit
    const call = callOf(`/api/v1/hits/${hit.hit_id}/report`, {
      key: test.lookupKey,
      body: { reason: 'wrong' },
    })
    return report.answer({ ...call, params: { hit: hit.hit_id } })
  }

  it('serves the same people on every instance, and the others as in shadow mode', async () => {
    await expect.poll(() => served(other)).not.toHaveLength(60)
    const [here, there] = [await served(test.app), await served(other)]
    expect(here).toEqual(there)
    expect(here.length).toBeGreaterThan(10)
    expect(here.length).toBeLessThan(50)
    const outside = await ask(
      test.app,
      users.find((user) => !here.includes(user))!,
    )
    expect(outside).toMatchObject({ status: 'miss', reason: 'no_entry', trace: [{ step: 'rollout' }] })
    expect(JSON.stringify(outside)).toContain(`would serve ${entry.id}@1`)
  })

  it('a new share holds on the other instance within a second, and keeps whom it had', async () => {
    await expect.poll(() => served(other)).not.toHaveLength(60)
    const before = await served(other)
    await set({ rollout_percent: 100 })
    await expect.poll(() => served(other), { timeout: 1_000, interval: 20 }).toHaveLength(60)
    await set({ rollout_percent: 20 })
    await expect
      .poll(async () => (await served(other)).length, { timeout: 1_000, interval: 20 })
      .toBeLessThan(before.length)
    expect(before).toEqual(expect.arrayContaining(await served(other)))
  })

  it('reports over the budget halve it everywhere, with an event and a notice, and only once', async () => {
    await expect.poll(() => served(other)).not.toHaveLength(60)
    const [user] = await served(test.app)
    await (test.app.usage as UsageBatch).flush()
    const had = (await events()).length
    for (let reports = 0; reports < 40 && (await share()).percent === 50; reports++) await reportOne(user!)
    expect(await share()).toEqual({ mode: 'live', percent: 25 })
    const [event, ...more] = await events()
    expect(more).toHaveLength(had)
    expect(event!.body).toMatch(/reported as wrong: at least/)
    const notices = await test.app.db.prisma.notification.findMany({
      where: { workspace_id: test.workspaceId, kind: 'rollout_backed_off' },
    })
    expect(notices.at(-1)!.title).toContain('50 % to 25 %')
    await expect.poll(async () => (await served(other)).length, { timeout: 2_000 }).toBeLessThan(28)
  })

  it('judged wrong answers stop it where the policy says so, and it does not come back by itself', async () => {
    await set({ rollout_stop: true, judge_share: 1 })
    await expect.poll(async () => (await served(test.app)).length).toBeGreaterThan(0)
    await test.app.normalization.flush()
    const page = bodyOf<JudgementPage>(
      await judgements.answer(callOf('/api/console/judgements', { headers: admin })),
    )
    const [item] = page.items
    const call = callOf(`/api/console/judgements/${item!.id}`, { headers: admin, body: { correct: false } })
    expect((await judge.answer({ ...call, params: { judgement: item!.id } })).status).toBe(200)
    expect((await share()).mode).toBe('shadow')
    await test.app.chores.runFor(test.workspaceId)
    expect(await share()).toEqual({ mode: 'shadow', percent: 50 })
    await expect.poll(() => served(other), { timeout: 2_000 }).toHaveLength(0)
  })
})

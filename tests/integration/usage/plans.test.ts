import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { POST as lookup } from '@/app/api/v1/lookup/route'
import { POST as messages } from '@/app/v1/messages/route'
import { POST as createIntent } from '@/app/api/console/intents/route'
import { POST as invite } from '@/app/api/console/invitations/route'
import { POST as createKey } from '@/app/api/console/keys/route'
import { GET as getPlan } from '@/app/api/console/plan/route'
import { GET as getStatement } from '@/app/api/console/plan/statement/route'
import { PUT as putPolicy } from '@/app/api/console/policy/route'
import { POST as createWebhook } from '@/app/api/console/webhooks/route'
import { newId } from '@/lib/kernel/ids'
import type { RouteHandler } from '@/lib/server/http/route'
import { readAnalytics } from '@/lib/usage/read-analytics'
import type { UsageBatch } from '@/lib/usage/batch-usage'
import type { PlanUsage, Statement } from '@/lib/usage/statement-schema'
import { adjustStatement, changePlan } from '@/lib/workspaces/change-plan'
import { plans, type PlanId } from '@/lib/workspaces/plans'
import { bodyOf, callOf, makeTestApp, type TestApp } from '../../support/app'
import { signedIn } from '../../support/session'

const actor = { type: 'system' as const, id: 'test' }

describe('plans', () => {
  let test: TestApp
  let admin: Record<string, string>

  beforeAll(async () => {
    test = await makeTestApp()
    admin = await signedIn(test, 'admin')
    await test.approve('track_order', 'Order {{order_id}} is on its way.')
    await test.app.publishing.start()
    await test.app.publishing.publisher.drain()
  })
  afterAll(() => test.app.close())

  async function put(plan: PlanId) {
    const change = { plan, reason: 'test', actor, now: new Date() }
    await test.app.workspaces.unit.transact(test.workspaceId, (tx) => changePlan(tx, change))
    test.app.publishing.nudge()
    await expect
      .poll(() => test.app.lookup.live.peek(test.workspaceId)?.plan.id, { timeout: 5_000 })
      .toBe(plan)
  }
  const send = (handler: RouteHandler, path: string, body?: object, method?: string) =>
    handler.answer(callOf(path, { headers: admin, ...(body ? { body } : {}), ...(method ? { method } : {}) }))
  const ask = (query: string) =>
    lookup.answer(callOf('/api/v1/lookup', { key: test.lookupKey, body: { query } }))
  const problem = (reply: Awaited<ReturnType<typeof send>>) =>
    bodyOf<{ code: string; detail: string; feature?: string; limit?: string }>(reply)
  const intent = (key: string) => ({ key, title: key, risk: 'low', phrasings: [], slots: [], patterns: [] })
  const newKey = {
    name: 'k',
    scopes: ['lookup'],
    expires_in_days: 1,
    allowed_cidrs: [],
    rate_per_minute: null,
  }

  it('a workspace nobody put on a plan has everything, at the price of its policy', async () => {
    const usage = bodyOf<PlanUsage>(await send(getPlan, '/api/console/plan'))
    expect(usage.plan).toEqual(plans.enterprise)
    expect(usage.hit_price_usd).toBe(0.0001)
    expect(bodyOf(await ask('where is my order 55120'))).toMatchObject({ status: 'hit', cost_usd: 0.0001 })
  })

  it('Free finds the very same words only', async () => {
    await put('free')
    expect(bodyOf(await ask('where is my order 55121'))).toMatchObject({ status: 'miss' })
    await put('standard')
    expect(bodyOf(await ask('where is my order 55122'))).toMatchObject({ status: 'hit', cost_usd: 0.0002 })
  })

  it('says what a plan does not include, where it is asked for, with 402', async () => {
    await put('free')
    const share = await send(putPolicy, '/api/console/policy', { policy: { rollout_percent: 50 } }, 'PUT')
    expect(share.status).toBe(402)
    expect(problem(share)).toMatchObject({ code: 'plan_limit', feature: 'gradual_rollout' })
    const rules = await send(putPolicy, '/api/console/policy', { policy: { approvals_low: 2 } }, 'PUT')
    expect(problem(rules).detail).toContain('Enterprise does')
    const hook = await send(createWebhook, '/api/console/webhooks', {
      url: 'https://a.example/x',
      events: ['sla_at_risk'],
    })
    expect(problem(hook)).toMatchObject({ code: 'plan_limit', feature: 'webhooks' })
    const other = await send(putPolicy, '/api/console/policy', { policy: { sla_hours: 12 } }, 'PUT')
    expect(other.status).toBe(200)
  })

  it('counts keys, people and intents where they are made, and takes nothing away', async () => {
    await put('enterprise')
    await send(createKey, '/api/console/keys', newKey)
    await put('free')
    const key = await send(createKey, '/api/console/keys', newKey)
    expect(key.status).toBe(402)
    expect(problem(key)).toMatchObject({ limit: 'keys', detail: 'The plan Free has 2 live API keys.' })
    expect((await ask('anything at all')).status).toBe(200)

    expect(
      (await send(invite, '/api/console/invitations', { email: 'a@x.example', role: 'viewer' })).status,
    ).toBe(200)
    // The same address again replaces its link.
    expect(
      (await send(invite, '/api/console/invitations', { email: 'a@x.example', role: 'viewer' })).status,
    ).toBe(200)
    const third = await send(invite, '/api/console/invitations', { email: 'b@x.example', role: 'viewer' })
    expect(problem(third)).toMatchObject({ code: 'plan_limit', limit: 'people' })

    const made = await send(createIntent, '/api/console/intents', intent('one_more'))
    expect(problem(made)).toMatchObject({ code: 'plan_limit', limit: 'intents' })
    await put('standard')
    expect((await send(createIntent, '/api/console/intents', intent('one_more'))).status).toBe(201)
  })

  it('ends a month’s requests on every door, in the vendor’s own shape too', async () => {
    await test.app.db.prisma.usageKind.create({
      data: {
        workspace_id: test.workspaceId,
        unit: 'day',
        start: new Date(new Date().toISOString().slice(0, 10)),
        ...{ scope: 'bulk', status: 'miss', reason: 'no_key', model: '', requests: 20_000 },
      },
    })
    await put('free')
    await ask('the first makes it look')
    await expect.poll(async () => (await ask('cancel')).status, { timeout: 5_000 }).toBe(402)
    const reply = await messages.answer(
      callOf('/v1/messages', {
        key: test.lookupKey,
        body: { model: 'm', max_tokens: 5, messages: [{ role: 'user', content: 'hello' }] },
      }),
    )
    expect(reply.status).toBe(402)
    expect(String(reply.body)).toContain('The plan Free has 10,000 requests a month.')
    await put('enterprise')
    expect((await ask('cancel')).status).toBe(200)
  })

  it('the statement of a month agrees with the ledger, and carries its adjustments', async () => {
    for (let i = 0; i < 30; i++) await ask(`where is my order ${8000 + i}`)
    await (test.app.usage as UsageBatch).flush()
    const month = new Date().toISOString().slice(0, 7)
    const adjustment = {
      id: newId('adj'),
      month,
      amount_usd: -0.0005,
      note: 'Outage',
      actor,
      now: new Date(),
    }
    await test.app.workspaces.unit.transact(test.workspaceId, (tx) => adjustStatement(tx, adjustment))
    const statement = bodyOf<Statement>(
      await send(getStatement, `/api/console/plan/statement?month=${month}`),
    )
    const { ledger } = await readAnalytics(test.app.analytics, await principal(), { range: '24h' })
    expect(statement.hits).toBe(ledger.hits)
    expect(statement.metered_usd).toBe(ledger.hit_cost_usd)
    expect(statement.models_usd).toBe(ledger.model_usd)
    expect(statement.helpers_usd).toBe(ledger.helper_usd)
    expect(statement.saved_usd).toBe(ledger.saved_usd)
    expect(Math.round(statement.due_usd * 1e8)).toBe(Math.round(ledger.hit_cost_usd * 1e8) - 50_000)
    const before = bodyOf<Statement>(await send(getStatement, '/api/console/plan/statement?month=2020-02'))
    expect(before).toMatchObject({ requests: 0, due_usd: 0, running: false })
    expect((await send(getStatement, '/api/console/plan/statement?month=2026-13')).status).toBe(422)
  })

  async function principal() {
    const user = await test.app.db.prisma.user.findFirstOrThrow({
      where: { name: 'admin' },
      orderBy: { id: 'desc' },
    })
    return {
      kind: 'user' as const,
      user_id: user.id,
      session_id: 's',
      workspace_id: test.workspaceId,
      role: 'admin' as const,
      label: 'admin',
      email: user.email,
      mfa_at: new Date(),
      step_up_at: null,
      mfa_enrolled: true,
    }
  }
})

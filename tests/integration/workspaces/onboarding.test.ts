import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { POST as templates } from '@/app/api/console/intents/templates/route'
import { POST as createKey } from '@/app/api/console/keys/route'
import { GET, PATCH } from '@/app/api/console/onboarding/route'
import { POST as messages } from '@/app/v1/messages/route'
import { newId } from '@/lib/kernel/ids'
import type { NewApiKey } from '@/lib/auth/schema'
import type { RouteHandler } from '@/lib/server/http/route'
import { addWorkspace } from '@/lib/workspaces/create-workspace'
import type { OnboardingState } from '@/lib/workspaces/onboarding/schema'
import { startFakeModel, type FakeModel } from '../../fakes/model-server'
import { bodyOf, callOf, makeTestApp, type TestApp } from '../../support/app'
import { signedIn } from '../../support/session'

let made: TestApp
let model: FakeModel
let fresh: TestApp
let admin: Record<string, string>

beforeAll(async () => {
  model = await startFakeModel()
  made = await makeTestApp({ ANTHROPIC_API_KEY: 'sk-environment', ANTHROPIC_BASE_URL: model.url })
  const workspaceId = newId('ws')
  await made.app.workspaces.unit.transact(workspaceId, (tx) =>
    addWorkspace(tx, {
      id: workspaceId,
      name: 'Untitled',
      slug: workspaceId.replaceAll('_', '-'),
      actor: { type: 'system', id: 'test' },
      now: made.app.clock.now(),
    }),
  )
  fresh = { ...made, workspaceId }
  admin = await signedIn(fresh, 'admin')
}, 60_000)
afterAll(async () => {
  await made.app.close()
  await model.close()
})

async function ask<T>(handler: RouteHandler, body?: unknown, headers = admin) {
  const reply = await handler.answer(
    callOf(handler.spec.path, {
      method: handler.spec.method,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body }),
    }),
  )
  return { status: reply.status, body: bodyOf<T>(reply) }
}

const doneOf = ({ steps }: OnboardingState) => steps.filter(({ done }) => done).map(({ step }) => step)

describe('first steps', () => {
  test('a new workspace has them before it; one that was set up another way does not', async () => {
    const { body } = await ask<OnboardingState>(GET)
    expect(body).toMatchObject({ open: true, begun: false, key: null, workspace_name: 'Untitled' })
    expect(doneOf(body)).toEqual([])
    const other = await ask<OnboardingState>(GET, undefined, await signedIn(made, 'admin'))
    expect(other.body.open).toBe(false)
    expect((await ask(GET, undefined, await signedIn(fresh, 'operator'))).status).toBe(403)
  })

  test('each step is remembered, and templates become intents of the workspace', async () => {
    await ask(PATCH, { done: 'name' })
    expect(doneOf((await ask<OnboardingState>(PATCH, { done: 'model' })).body)).toEqual(['name', 'model'])
    const outcome = await ask(templates, { keys: ['opening_hours', 'book_appointment', 'nothing_such'] })
    expect(outcome.body).toMatchObject({
      made: ['opening_hours', 'book_appointment'],
      refused: [{ key: 'nothing_such' }],
    })
    const again = await ask(templates, { keys: ['opening_hours'] })
    expect(again.body).toMatchObject({ made: [], refused: [{ key: 'opening_hours' }] })
    const { body } = await ask<OnboardingState>(GET)
    expect(doneOf(body)).toEqual(['name', 'model', 'intents'])
    expect(body.intents).toBe(2)
  })

  test('only a key of this very workspace is waited for', async () => {
    const stranger = await made.app.db.prisma.apiKey.findFirst({ where: { workspace_id: made.workspaceId } })
    expect((await ask(PATCH, { key_id: stranger!.id })).status).toBe(422)
  })

  test('the first request through the key shows within a second; one through another key does not', async () => {
    const body = { scopes: ['lookup'], expires_in_days: 90 }
    const other = await ask<NewApiKey>(createKey, { ...body, name: 'other' })
    const mine = await ask<NewApiKey>(createKey, { ...body, name: 'first' })
    const waiting = await ask<OnboardingState>(PATCH, { key_id: mine.body.record.id })
    expect(doneOf(waiting.body)).toEqual(['name', 'model', 'intents', 'key'])
    await send(other.body.key)
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect((await ask<OnboardingState>(GET)).body.first_request_at).toBeNull()
    await send(mine.body.key)
    const started = Date.now()
    let state = (await ask<OnboardingState>(GET)).body
    while (state.first_request_at === null && Date.now() - started < 1_000) {
      await new Promise((resolve) => setTimeout(resolve, 25))
      state = (await ask<OnboardingState>(GET)).body
    }
    expect(doneOf(state)).toHaveLength(5)
  })

  test('finished, they are put away for good, which the audit log tells', async () => {
    const { body } = await ask<OnboardingState>(PATCH, { closed: 'finished' })
    expect(body).toMatchObject({ open: false, begun: true })
    expect((await ask<OnboardingState>(PATCH, { closed: null })).body.open).toBe(true)
    await ask(PATCH, { closed: 'dismissed' })
    const events = await made.app.db.prisma.auditEvent.findMany({
      where: { workspace_id: fresh.workspaceId, type: { startsWith: 'onboarding.' } },
    })
    expect(events.map(({ type }) => type).sort()).toEqual(['onboarding.dismissed', 'onboarding.finished'])
  })
})

async function send(key: string): Promise<void> {
  const body = { model: 'claude-haiku-4-5', max_tokens: 50, messages: [{ role: 'user', content: 'hello' }] }
  const reply = await messages.answer(callOf('/v1/messages', { key, body }))
  expect(reply.status).toBe(200)
  await reply.after?.()
}

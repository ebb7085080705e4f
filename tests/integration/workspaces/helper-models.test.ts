import type http from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { POST as addUpstream } from '@/app/api/console/upstream/route'
import { demoModelId } from '@/lib/adapters/llm/demo/replies'
import type { UserPrincipal } from '@/lib/auth/schema'
import { newId } from '@/lib/kernel/ids'
import { assistReview } from '@/lib/proposals/assistant/assist-review'
import { foldProposal } from '@/lib/proposals/intake/fold-proposal'
import { addWorkspace } from '@/lib/workspaces/create-workspace'
import { WorkspacePolicy } from '@/lib/workspaces/schema'
import { seedRelease } from '@/scripts/start/seed-release'
import { startFakeModel, type FakeModel } from '../../fakes/model-server'
import { callOf, makeTestApp, type TestApp } from '../../support/app'
import { signedIn } from '../../support/session'

const keys = { a: 'sk-ant-helper-a-0001', b: 'sk-openai-helper-b-0002', environment: 'sk-environment-0003' }
type Name = keyof typeof keys

let made: TestApp
let models: Record<Name, FakeModel>
let workspaces: Record<Name, string>

const keyOf = (headers: http.IncomingHttpHeaders) =>
  String(headers['x-api-key'] ?? headers.authorization?.replace('Bearer ', ''))

beforeAll(async () => {
  const fake = (name: Name) => startFakeModel({ admits: (headers) => keyOf(headers) === keys[name] })
  models = { a: await fake('a'), b: await fake('b'), environment: await fake('environment') }
  made = await makeTestApp({
    UPSTREAM_ALLOWED_CIDRS: '127.0.0.0/8',
    ANTHROPIC_API_KEY: keys.environment,
    ANTHROPIC_BASE_URL: models.environment.url,
  })
  await made.app.publishing.start()
  workspaces = { a: await tenant(), b: await tenant(), environment: await tenant() }
  await adds('a', { provider: 'anthropic', base_url: models.a.url, model: 'claude-opus-4-8' })
  await adds('b', { provider: 'openai', base_url: `${models.b.url}/v1`, model: demoModelId })
}, 60_000)
afterAll(async () => {
  await made.app.close()
  await Promise.all(Object.values(models).map((model) => model.close()))
})
beforeEach(() => {
  for (const model of Object.values(models)) model.requests.length = 0
})

async function tenant(): Promise<string> {
  const { app } = made
  const id = newId('ws')
  await app.workspaces.unit.transact(id, (tx) =>
    addWorkspace(tx, {
      id,
      name: 'Tenant',
      slug: id.replaceAll('_', '-'),
      mode: 'live',
      policy: WorkspacePolicy.parse({ hit_opinions: true }),
      actor: { type: 'system', id: 'test' },
      now: app.clock.now(),
    }),
  )
  await seedRelease(app, id)
  return id
}

async function adds(name: Name, upstream: object) {
  const workspaceId = workspaces[name]
  const reply = await addUpstream.answer(
    callOf('/api/console/upstream', {
      headers: {
        ...(await signedIn({ ...made, workspaceId }, 'admin')),
        'content-type': 'application/json',
      },
      body: { ...upstream, api_key: keys[name] },
    }),
  )
  expect(reply.status, String(reply.body)).toBe(200)
  made.app.upstreams.invalidate(workspaceId)
}

function person(workspace_id: string): UserPrincipal {
  const now = made.app.clock.now()
  return {
    kind: 'user',
    user_id: 'usr_1',
    session_id: 'ses_1',
    workspace_id,
    role: 'admin',
    label: 'Ann',
    email: 'ann@example.com',
    mfa_at: now,
    step_up_at: now,
    mfa_enrolled: true,
  }
}

/** Each of our helpers, asked once on behalf of a workspace. */
const helpers: Record<string, (workspaceId: string) => Promise<void>> = {
  async intent_classifier(workspaceId) {
    expect(await made.app.normalization.place(workspaceId, `please undo ${newId('req')}`)).toBe('placed')
  },
  async assistant_review(workspaceId) {
    const folded = await foldProposal(made.app.review.review, {
      workspace_id: workspaceId,
      scope: 'default',
      key: `help_${newId('req')}`,
      answer: 'You can do it under Orders.',
      model: 'test',
      samples: [{ text: 'how', entities: [], user_hash: null, answer: 'You can do it under Orders.' }],
    })
    if (!folded.folded) throw new Error(folded.why)
    const caller = { principal: person(workspaceId), request_id: null }
    expect((await assistReview(made.app.assisting, caller, folded.id)).verdict).toBe('approve')
  },
  async hit_opinion(workspaceId) {
    const entry = { id: newId('ent'), version: 1 }
    const hit = { workspaceId, key: 'cancel_order', entry, canonical: `cancel ${newId('req')}` }
    made.app.normalization.sampleHit(hit)
    await made.app.normalization.flush()
    expect(await made.app.normalization.askOpinions(workspaceId)).toBe(1)
  },
}

const keysUsed = () =>
  Object.values(models).flatMap(({ requests }) => requests.map(({ headers }) => keyOf(headers)))

describe.each(Object.keys(helpers))('%s', (reason) => {
  test.each(['a', 'b', 'environment'] as const)(
    'of %s is asked of its own model, with its own key',
    async (name) => {
      await helpers[reason]!(workspaces[name])
      expect(keysUsed()).toEqual([keys[name]])
      // A workspace’s own is asked for the model the workspace named, not for the environment’s.
      const asked = models[name].requests[0]!
      expect(asked.body.model).toBe(
        { a: 'claude-opus-4-8', b: demoModelId, environment: made.app.env.L0_HELPER_MODEL }[name],
      )
      await (made.app.usage as unknown as { flush(): Promise<void> }).flush()
      const counted = await made.app.db.prisma.usageKind.findMany({
        where: { workspace_id: workspaces[name], unit: 'day', reason },
      })
      expect(counted).toMatchObject([{ requests: 1n, scope: 'default', status: 'bypass' }])
      expect(Number(counted[0]!.input_tokens)).toBeGreaterThan(0)
    },
  )
})

test('a workspace’s own that fails is not replaced by the environment’s', async () => {
  const { prisma } = made.app.db
  const workspaceId = workspaces.a
  await prisma.upstream.updateMany({
    where: { workspace_id: workspaceId },
    data: { model: 'fake-status-500' },
  })
  made.app.upstreams.invalidate(workspaceId)
  expect(await made.app.normalization.place(workspaceId, 'something else entirely')).toBe('unanswered')
  expect(keysUsed()).toEqual([keys.a])
  expect(models.environment.requests).toEqual([])
})

test('with no model of the environment’s either, nobody is asked and a person is told', async () => {
  const bare = await makeTestApp({ ANTHROPIC_API_KEY: undefined })
  try {
    const { app, workspaceId } = bare
    expect(await app.normalization.place(workspaceId, 'something else entirely')).toBe('unanswered')
    expect(await app.normalization.askOpinions(workspaceId)).toBe(0)
    expect(await app.assisting.assistant.isSetUp(workspaceId)).toBe(false)
  } finally {
    await bare.app.close()
  }
})

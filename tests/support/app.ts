import type { Logger } from 'pino'
import { readEnv } from '@/lib/env'
import { newId } from '@/lib/kernel/ids'
import { createSystemApiKey } from '@/lib/auth/seed-user'
import type { KeyPrincipal } from '@/lib/auth/schema'
import { decideProposal } from '@/lib/proposals/deciding/decide-proposal'
import { foldProposal } from '@/lib/proposals/intake/fold-proposal'
import { getProposal } from '@/lib/proposals/get-proposal'
import type { Call, Reply } from '@/lib/server/http/call'
import { composeContainer, openBase } from '@/lib/server/build-container'
import { setContainer, type Container } from '@/lib/server/container'
import { addWorkspace } from '@/lib/workspaces/create-workspace'
import { seedRelease } from '@/scripts/start/seed-release'
import { demoPolicy } from '@/scripts/start/demo-data'

export type TestApp = {
  app: Container
  workspaceId: string
  lookupKey: string
  reviewer: KeyPrincipal
  /** Proposes and approves an answer; returns its entry. Not published until the outbox is drained. */
  approve(key: string, answer: string): Promise<{ id: string; version: number }>
}

export function testEnv(overrides: Record<string, string | undefined> = {}) {
  return readEnv({
    NODE_ENV: 'test',
    L0_SECRET: 'a secret for tests only, thirty-two characters',
    LOG_LEVEL: 'silent',
    DATABASE_URL: process.env.L0_TEST_APP_URL,
    DATABASE_OWNER_URL: process.env.L0_TEST_DATABASE_URL,
    REDIS_URL: process.env.L0_TEST_REDIS_URL,
    // A busy test machine is not a slow Redis; the drills keep the deadline of production.
    REDIS_DEADLINE_MS: '1000',
    ANTHROPIC_API_KEY: 'demo',
    ANTHROPIC_BASE_URL: 'http://127.0.0.1:9',
    ...overrides,
  })
}

/** The container as the server builds it, over real servers, with a workspace of its own. */
export async function makeTestApp(
  overrides: Record<string, string | undefined> = {},
  onQuery?: () => void,
  log?: Logger,
): Promise<TestApp> {
  const base = openBase(testEnv(overrides), onQuery)
  const app = composeContainer(log ? { ...base, log } : base)
  setContainer(app)
  // Otherwise what a test publishes first may come before the connections stand, and wait for a retry.
  await app.hot.ready(10_000)
  // A drain takes so many items of whatever workspace: what earlier files left would come before this one's.
  while ((await app.publishing.publisher.drain()) > 0);
  const workspaceId = newId('ws')
  await app.workspaces.unit.transact(workspaceId, (tx) =>
    addWorkspace(tx, {
      id: workspaceId,
      name: 'Test',
      slug: workspaceId.replaceAll('_', '-'),
      policy: demoPolicy,
      mode: 'live',
      actor: { type: 'system', id: 'test' },
      now: app.clock.now(),
    }),
  )
  await seedRelease(app, workspaceId)
  const lookup = await createSystemApiKey(app.auth, { workspaceId, name: 'lookup', scopes: ['lookup'] })
  const review = await createSystemApiKey(app.auth, { workspaceId, name: 'review', scopes: ['review'] })
  const reviewer: KeyPrincipal = {
    kind: 'api_key',
    key_id: review.record.id,
    workspace_id: workspaceId,
    scopes: ['review'],
    label: 'review',
    rate_per_minute: null,
  }
  return {
    app,
    workspaceId,
    lookupKey: lookup.key,
    reviewer,
    approve: (key, answer) => approve(app, reviewer, key, answer),
  }
}

async function approve(app: Container, principal: KeyPrincipal, key: string, answer: string) {
  const { review } = app.review
  const folded = await foldProposal(review, {
    workspace_id: principal.workspace_id,
    scope: 'default',
    key,
    answer,
    model: 'test',
    samples: [{ text: key, entities: [], user_hash: null, answer }],
  })
  if (!folded.folded) throw new Error(`not folded: ${folded.why}`)
  const { content_hash } = await getProposal(review, principal, folded.id)
  const decided = await decideProposal(review, { principal, request_id: null }, folded.id, {
    decision: 'approve',
    content_hash,
  })
  if (!decided.entry) throw new Error('not approved')
  return decided.entry
}

export function callOf(
  path: string,
  init: { method?: string; key?: string; body?: unknown; headers?: Record<string, string> } = {},
): Call {
  const headers: Record<string, string> = {
    ...(init.key ? { authorization: `Bearer ${init.key}` } : {}),
    ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
    ...init.headers,
  }
  const url = new URL(path, 'http://test')
  return {
    method: init.method ?? (init.body === undefined ? 'GET' : 'POST'),
    path: url.pathname,
    query: url.searchParams,
    params: {},
    header: (name) => headers[name.toLowerCase()] ?? null,
    body: async () => Buffer.from(typeof init.body === 'string' ? init.body : JSON.stringify(init.body)),
    remote: '127.0.0.1',
    signal: new AbortController().signal,
    requestId: newId('req'),
  }
}

export function bodyOf<T = Record<string, unknown>>(reply: Reply): T {
  return JSON.parse(String(reply.body)) as T
}

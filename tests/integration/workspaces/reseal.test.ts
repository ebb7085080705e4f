import { Command } from 'commander'
import { generate } from 'otplib'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { resealUnit } from '@/lib/adapters/postgres/sealed-values'
import { installationLog } from '@/lib/audit/schema'
import { createUserWithPassword } from '@/lib/auth/seed-user'
import type { UserPrincipal } from '@/lib/auth/schema'
import { proveSecondFactor } from '@/lib/auth/second-factor'
import { signIn } from '@/lib/auth/sign-in'
import { newId } from '@/lib/kernel/ids'
import { composeContainer, openBase } from '@/lib/server/build-container'
import type { Container } from '@/lib/server/container'
import { addWorkspace } from '@/lib/workspaces/create-workspace'
import { resealSecrets } from '@/lib/workspaces/sealed/reseal-secrets'
import { testUpstream } from '@/lib/workspaces/upstream/manage-upstreams'
import { registerSecrets } from '@/scripts/commands/secrets'
import { prepareDatabase } from '@/scripts/start/prepare-database'
import { startFakeModel, type FakeModel } from '../../fakes/model-server'
import { testEnv } from '../../support/app'

const [secretA, secretB] = [
  'the first master secret of this deployment',
  'the second master secret of this deployment',
]
const upstreamKey = 'sk-ant-sealed-upstream-0001'
const password = 'correct horse battery staple'
const origin = { request_id: 'req_test', address: '203.0.113.7', user_agent: null }
const actor = { type: 'system' as const, id: 'test' }

const name = newId('ws').toLowerCase()
const at = (url: string, more: object = {}) =>
  Object.assign(new URL(url), { pathname: `/${name}`, ...more }).toString()
const urls = {
  DATABASE_OWNER_URL: at(process.env.L0_TEST_DATABASE_URL!),
  DATABASE_URL: at(process.env.L0_TEST_APP_URL!),
  SIGNER_DATABASE_URL: at(process.env.L0_TEST_DATABASE_URL!, {
    username: 'l0_reseal_signer',
    password: 'reseal-signer',
  }),
}
let model: FakeModel
const opened: Container[] = []

/** A deployment with these secrets, over a database of its own: sealing again is for all that is in it. */
function deployment(secret: string, older = '', signer = true): Container {
  const env = testEnv({
    ...urls,
    SIGNER_DATABASE_URL: signer ? urls.SIGNER_DATABASE_URL : undefined,
    L0_SECRET: secret,
    L0_OLD_SECRETS: older,
    UPSTREAM_ALLOWED_CIDRS: '127.0.0.0/8',
  })
  const app = composeContainer(openBase(env))
  opened.push(app)
  return app
}

async function onServer(sql: string) {
  const client = new pg.Client({ connectionString: process.env.L0_TEST_DATABASE_URL })
  await client.connect()
  await client.query(sql).finally(() => client.end())
}

beforeAll(async () => {
  await onServer(`CREATE DATABASE ${name}`)
  await prepareDatabase(process.cwd(), urls)
  model = await startFakeModel({ admits: (headers) => headers['x-api-key'] === upstreamKey })
}, 60_000)
beforeEach(async () => {
  const owner = new pg.Client({ connectionString: urls.DATABASE_OWNER_URL })
  await owner.connect()
  await owner.query(
    'DELETE FROM upstream; DELETE FROM webhook; DELETE FROM normalizer_webhook; DELETE FROM challenge',
  )
  await owner.query(`UPDATE app_user SET totp_secret = NULL, totp_enrolled_at = NULL; DELETE FROM signer_key`)
  await owner.end()
})
afterAll(async () => {
  for (const app of opened) await app.close()
  await model?.close()
  await onServer(`DROP DATABASE ${name} WITH (FORCE)`)
})

/** A workspace with one of everything that is sealed. */
async function furnish(app: Container) {
  const id = newId('ws')
  const slug = id.replaceAll('_', '-')
  await app.workspaces.unit.transact(id, (tx) =>
    addWorkspace(tx, { id, name: 'Shop', slug, mode: 'live', actor, now: app.clock.now() }),
  )
  const { prisma } = app.db
  const mine = { workspace_id: id, created_by: 'test' }
  const upstream = newId('ups')
  await prisma.upstream.create({
    data: {
      ...mine,
      id: upstream,
      position: 0,
      provider: 'anthropic',
      base_url: model.url,
      model: 'claude-haiku-4-5',
      api_key: app.secrets.seal(upstreamKey),
    },
  })
  const hook = newId('hook')
  const sealed = app.secrets.seal('whsec_1')
  await prisma.webhook.create({
    data: { ...mine, id: hook, url: 'https://x.test', events: [], secret: sealed },
  })
  await prisma.normalizerWebhook.create({
    data: { ...mine, url: 'https://y.test', secret: app.secrets.seal('whsec_2') },
  })
  const email = `${id}@example.com`
  const person = await createUserWithPassword(app.auth, {
    ...{ workspaceId: id, email, name: 'Ann', password, role: 'admin' },
  })
  await app.audit.sign(id, { force: true })
  return { id, upstream, hook, email, ...person }
}

/** Whether everything of the workspace works: the model's key, the second factor, both webhooks, the signer. */
async function works(app: Container, shop: Awaited<ReturnType<typeof furnish>>) {
  const session = await signIn(app.auth, { email: shop.email, password }, origin)
  const now = app.clock.now()
  const principal: UserPrincipal = {
    kind: 'user',
    user_id: shop.user_id,
    session_id: session.session_id,
    workspace_id: shop.id,
    role: 'admin',
    label: 'Ann',
    email: shop.email,
    mfa_at: null,
    step_up_at: null,
    mfa_enrolled: true,
  }
  // A step nobody used yet, whatever the test did within these seconds.
  await app.db.prisma.user.update({ where: { id: shop.user_id }, data: { totp_last_step: 0 } })
  await proveSecondFactor(app.auth, principal, await generate({ secret: shop.totp_secret }), origin)
  const proven = { ...principal, mfa_at: now, step_up_at: now }
  expect(await testUpstream(app.upstreams, proven, shop.upstream)).toMatchObject({ ok: true })
  const hook = await app.db.prisma.webhook.findUniqueOrThrow({ where: { id: shop.hook } })
  expect(app.secrets.open(hook.secret)).toBe('whsec_1')
  const normalizer = await app.db.prisma.normalizerWebhook.findUniqueOrThrow({
    where: { workspace_id: shop.id },
  })
  expect(app.secrets.open(normalizer.secret)).toBe('whsec_2')
  expect(await app.audit.sign(shop.id, { force: true })).not.toBeNull()
}

/** The command as people run it, in this process. */
async function command(app: Container, ...more: string[]) {
  const said: string[] = []
  const spies = [
    vi.spyOn(console, 'log').mockImplementation((text: string) => void said.push(text)),
    vi.spyOn(console, 'error').mockImplementation((text: string) => void said.push(text)),
  ]
  process.exitCode = 0
  try {
    const program = new Command()
    registerSecrets(program, { open: async () => ({ base: app, close: async () => {} }) })
    await program.parseAsync(['secrets', 'reseal', ...more], { from: 'user' })
    return { said: said.join('\n'), status: process.exitCode }
  } finally {
    for (const spy of spies) spy.mockRestore()
    process.exitCode = 0
  }
}

const eventsOf = async (app: Container, log: string) =>
  (await app.audit.log.list(log, { type: 'secrets.resealed' })).items

test('after a rotation and a reseal the old secret is not needed any more', async () => {
  const first = deployment(secretA)
  const shops = [await furnish(first), await furnish(first)]
  const rotated = deployment(secretB, secretA)
  await works(rotated, shops[0]!)
  await expect(works(deployment(secretB), shops[0]!)).rejects.toThrow(/master secret/)

  const { said, status } = await command(rotated)
  expect(said).toContain('✓ 9 secrets were sealed again.') // 2 × 3 of the shops, 2 second factors, 1 signing key
  expect(said).toContain('may be taken out')
  expect(status).toBe(0)
  const only = deployment(secretB)
  for (const shop of shops) await works(only, shop)
  // The first deployment is the proof that the values did change.
  await expect(works(first, shops[0]!)).rejects.toThrow(/master secret/)

  for (const { id } of shops)
    expect(await eventsOf(only, id)).toMatchObject([
      { risk: 'high', after: { upstream: 1, webhook: 1, normalizer_webhook: 1 } },
    ])
  const installation = await eventsOf(only, installationLog)
  expect(installation.map(({ after }) => after)).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ second_factor: 2 }),
      expect.objectContaining({ signing_key: 1 }),
    ]),
  )
})

test('run again it does nothing, and says nothing to the logs', async () => {
  const shop = await furnish(deployment(secretA))
  const rotated = deployment(secretB, secretA)
  await command(rotated)
  const before = (await eventsOf(rotated, installationLog)).length
  const { said, status } = await command(rotated, '--json')
  expect(JSON.parse(said)).toEqual({
    resealed: 0,
    unreadable: [],
    signing_keys: { resealed: 0, unreadable: 0 },
    old_secret_needed: false,
  })
  expect(status).toBe(0)
  expect(await eventsOf(rotated, shop.id)).toHaveLength(1)
  expect(await eventsOf(rotated, installationLog)).toHaveLength(before)
})

test('what broke off in the middle is finished by the next run', async () => {
  const first = deployment(secretA)
  const shops = [await furnish(first), await furnish(first), await furnish(first)]
  const rotated = deployment(secretB, secretA)
  const keyId = rotated.secrets.current('at-rest').id
  const unit = resealUnit(rotated.db, () => rotated.clock.now())
  let transactions = 0
  const failing = {
    ...unit,
    transact: ((work) => {
      if (++transactions > 4) throw new Error('the power went out')
      return unit.transact(work)
    }) as typeof unit.transact,
  }
  const deps = { sealer: rotated.secrets, keyId }
  await expect(resealSecrets({ ...deps, unit: failing }, { actor, batch: 1 })).rejects.toThrow('power')
  const left = await unit.count(keyId)
  expect(left).toBeGreaterThan(0)
  expect(left).toBeLessThan(12)
  // Both halves open meanwhile.
  for (const shop of shops) await works(rotated, shop)
  const seen: number[] = []
  const done = await resealSecrets({ ...deps, unit }, { actor, batch: 1, onProgress: (n) => seen.push(n) })
  expect(done).toEqual({ resealed: left, unreadable: [] })
  expect(seen.at(-1)).toBe(left)
  expect(await unit.count(keyId)).toBe(0)
})

test('what cannot be opened is named and left, and the old secret is not said to be free', async () => {
  const shop = await furnish(deployment(secretA))
  const other = await furnish(deployment('a third master secret that got lost', secretA))
  const rotated = deployment(secretB, secretA)
  const { said, status } = await command(rotated)
  expect(status).toBe(1)
  for (const id of [other.upstream, other.hook, other.user_id, other.id]) expect(said).toContain(id)
  expect(said).not.toContain(shop.upstream)
  expect(said).not.toContain('may be taken out')
  const row = await rotated.db.prisma.upstream.findUniqueOrThrow({ where: { id: shop.upstream } })
  expect(deployment(secretB).secrets.open(row.api_key)).toBe(upstreamKey)
})

test('without the signer’s login the signing keys are not passed over in silence', async () => {
  await furnish(deployment(secretA))
  const { said, status } = await command(deployment(secretB, secretA, false))
  expect(status).toBe(1)
  expect(said).toContain('set SIGNER_DATABASE_URL')
})

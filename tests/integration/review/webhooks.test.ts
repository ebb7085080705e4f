import { createHmac } from 'node:crypto'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { outbox } from '@/lib/adapters/postgres/outbox-store'
import { testEnv } from '../../support/app'
import { quarantineByPolicy } from '@/lib/entries/quarantine-by-policy'
import { composeNotifying, type Notifying } from '@/lib/server/compose/notifying'
import { makeLog } from '@/lib/server/log'
import { makeSecrets } from '@/lib/server/secrets'
import {
  createWebhook,
  deleteWebhook,
  listWebhooks,
  testWebhook,
} from '@/lib/proposals/webhooks/manage-webhooks'
import { WebhookDelivery } from '@/lib/proposals/webhooks/schema'
import { openHarness, refusal, type Harness } from './harness'

let h: Harness
let notifying: Notifying
let receiver: Receiver
const caller = <P>(principal: P) => ({ principal, request_id: 'req_test' })

beforeAll(async () => {
  h = await openHarness()
  receiver = await startReceiver()
  notifying = makeNotifying('127.0.0.0/8')
})
afterAll(async () => {
  await receiver.close()
  await h.close()
})

describe('webhooks', () => {
  test('a notice reaches whoever wants it, signed, once, and its status is kept', async () => {
    const admin = await h.person('admin')
    const made = await createWebhook(notifying.webhooks, caller(admin), {
      url: receiver.url,
      events: ['high_risk_new'],
    })
    await createWebhook(notifying.webhooks, caller(admin), { url: receiver.url, events: ['forged_value'] })
    await h.intent('close_account', 'high')
    await h.fold('close_account')
    await deliverAll()
    const mine = receiver.got.filter((call) => JSON.parse(call.body).workspace === h.workspaceId)
    expect(mine).toHaveLength(1)
    const { headers, body } = mine[0]!
    const delivery = WebhookDelivery.parse(JSON.parse(body))
    expect(delivery).toMatchObject({ type: 'high_risk_new', subject: { type: 'proposal' } })
    const [, seconds, signature] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['x-l0-signature']))!
    expect(createHmac('sha256', made.secret).update(`${seconds}.${body}`).digest('hex')).toBe(signature)
    const [kept] = await listWebhooks(notifying.webhooks, admin)
    expect(kept).toMatchObject({ id: made.id, last_status: 200 })
    expect(kept).not.toHaveProperty('secret')
  })

  test('the secret is sealed at rest and stays out of the audit log', async () => {
    const admin = await h.person('admin')
    const url = `${receiver.url}/a-long-path-with-a-token`
    const made = await createWebhook(notifying.webhooks, caller(admin), { url, events: ['sla_at_risk'] })
    const { rows } = await h.owner.query('SELECT secret FROM webhook WHERE id = $1', [made.id])
    expect(rows[0].secret).not.toContain(made.secret)
    const events = await h.owner.query(`SELECT body FROM audit_event WHERE target_id = $1`, [made.id])
    expect(events.rows).toHaveLength(1)
    expect(events.rows[0].body).not.toContain(made.secret)
    expect(events.rows[0].body).not.toContain('token')
    await deleteWebhook(notifying.webhooks, caller(admin), made.id)
    expect(await refusal(deleteWebhook(notifying.webhooks, caller(admin), made.id))).toMatchObject({
      code: 'not_found',
    })
  })

  test('one that fails is tried again later, and holds up neither the others nor publishing', async () => {
    const other = await openHarness()
    const admin = await other.person('admin')
    const down = await createWebhook(notifying.webhooks, caller(admin), {
      url: `${receiver.url}/fail`,
      events: ['high_risk_new'],
    })
    await createWebhook(notifying.webhooks, caller(admin), { url: receiver.url, events: ['high_risk_new'] })
    await other.intent('close_account', 'high')
    await other.fold('close_account')
    await deliverAll()
    const calls = () => receiver.got.filter((call) => JSON.parse(call.body).workspace === other.workspaceId)
    expect(calls()).toHaveLength(2)
    const kept = await listWebhooks(notifying.webhooks, admin)
    expect(kept.find(({ id }) => id === down.id)!.last_status).toBe(500)
    const { rows } = await other.owner.query(
      `SELECT done_at, attempts FROM outbox WHERE topic = 'webhook' AND subject_id = $1`,
      [down.id],
    )
    expect(rows).toMatchObject([{ done_at: null, attempts: 1 }])
    // The publisher's own drainer does not even see it.
    h.clock.advance(5_000)
    const seen: string[] = []
    await outbox(h.database).drain(1_000, h.clock.now(), async (item) => void seen.push(item.topic))
    expect(seen).not.toContain('webhook')
    await deliverAll()
    expect(calls()).toHaveLength(3)
    expect(new Set(calls().map((call) => JSON.parse(call.body).id)).size).toBe(1)
    await other.close()
  })

  test('an address inside the network is refused when it is set, and again when it is called', async () => {
    const strict = makeNotifying('')
    const admin = await h.person('admin')
    for (const url of ['http://example.com/x', 'https://127.0.0.1/x', 'https://169.254.169.254/latest'])
      expect(
        await refusal(createWebhook(strict.webhooks, caller(admin), { url, events: ['high_risk_new'] })),
      ).toMatchObject({ code: 'invalid_input' })
    const made = await createWebhook(strict.webhooks, caller(admin), {
      url: 'https://localhost:9/x',
      events: ['entry_quarantined'],
    })
    const outcome = await testWebhook(strict.webhooks, caller(admin), made.id)
    expect(outcome).toMatchObject({ ok: false, status: 0 })
    expect(outcome.detail).toContain('may be called')
  })

  test('a quarantine that a rule imposes is told like one that a person does', async () => {
    const person = await h.person()
    const { entry } = await h.decide(await h.key(), await h.fold('over_budget'))
    const reason = 'the false-hit budget is spent'
    expect(await quarantineByPolicy(h.entries, h.workspaceId, entry!.id, reason)).toBe(true)
    const { rows } = await h.owner.query(`SELECT kind, href FROM notification WHERE user_id = $1`, [
      person.user_id,
    ])
    expect(rows).toEqual([{ kind: 'entry_quarantined', href: `/entries/${entry!.id}` }])
  })

  test('only admins with a fresh code may change them', async () => {
    const operator = await h.person('operator')
    const admin = await h.person('admin')
    const input = { url: receiver.url, events: ['high_risk_new' as const] }
    expect(await refusal(createWebhook(notifying.webhooks, caller(operator), input))).toMatchObject({
      code: 'forbidden',
    })
    const stale = { ...admin, step_up_at: null }
    expect(await refusal(createWebhook(notifying.webhooks, caller(stale), input))).toMatchObject({
      code: 'step_up_required',
    })
  })
})

function makeNotifying(allowed: string): Notifying {
  const env = testEnv({ WEBHOOK_ALLOWED_CIDRS: allowed })
  return composeNotifying({
    env,
    db: h.database,
    clock: h.clock,
    log: makeLog(env),
    secrets: makeSecrets(env.L0_SECRET),
  })
}

async function deliverAll(): Promise<void> {
  await outbox(h.database, { topics: ['notify'] }).drain(1_000, h.clock.now(), notifying.deliverOther)
  await outbox(h.database).drain(1_000, h.clock.now(), async () => {})
  await notifying.drain()
}

type Receiver = {
  url: string
  got: { headers: http.IncomingHttpHeaders; body: string }[]
  close(): Promise<void>
}

async function startReceiver(): Promise<Receiver> {
  const got: Receiver['got'] = []
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      got.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') })
      response.statusCode = request.url === '/fail' ? 500 : 200
      response.end('ok')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    got,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

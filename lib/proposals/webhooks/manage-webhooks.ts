import { randomBytes } from 'node:crypto'
import { authorize } from '@/lib/auth/authorize'
import type { UserPrincipal } from '@/lib/auth/schema'
import { actorOf } from '@/lib/entries/actor'
import { L0Error, notFound } from '@/lib/kernel/errors'
import { requireFeature } from '@/lib/workspaces/plans'
import type { Caller } from '../ports'
import { sendTo } from './deliver-notice'
import type { StoredWebhook, WebhookDeps } from './ports'
import type { CreateWebhook, NewWebhook, Webhook, WebhookTest } from './schema'

const maxWebhooks = 20

export async function listWebhooks(deps: WebhookDeps, principal: UserPrincipal): Promise<Webhook[]> {
  authorize(principal, { permission: 'policy.manage', now: deps.clock.now(), stepUp: false })
  return (await deps.unit.read(principal.workspace_id).list()).map(viewWebhook)
}

/** Throws `invalid_input` for a URL that may not be called, `plan_limit` beyond twenty. */
export async function createWebhook(
  deps: WebhookDeps,
  { principal, request_id }: Caller<UserPrincipal>,
  { url, events }: CreateWebhook,
): Promise<NewWebhook> {
  const now = deps.clock.now()
  authorize(principal, { permission: 'policy.manage', now })
  deps.checkUrl(url)
  const secret = `whsec_${randomBytes(24).toString('base64url')}`
  const wanted = { url, events: [...new Set(events)], secret: deps.sealer.seal(secret) }
  const actor = actorOf(principal)
  return deps.unit.transact(principal.workspace_id, async (tx) => {
    requireFeature(await tx.plan(), 'webhooks')
    if ((await tx.webhooks.list()).length >= maxWebhooks)
      throw new L0Error('plan_limit', `A workspace has at most ${maxWebhooks} webhooks.`)
    const made = await tx.webhooks.add({ ...wanted, created_by: actor.id }, now)
    await tx.audit.append({
      type: 'webhook.created',
      actor,
      target: targetOf(made),
      after: { url: withoutQuery(url), events: made.events },
      request_id,
    })
    return { ...viewWebhook(made), secret }
  })
}

export async function deleteWebhook(
  deps: WebhookDeps,
  { principal, request_id }: Caller<UserPrincipal>,
  id: string,
): Promise<void> {
  authorize(principal, { permission: 'policy.manage', now: deps.clock.now() })
  await deps.unit.transact(principal.workspace_id, async (tx) => {
    const before = await tx.webhooks.get(id)
    if (!before || !(await tx.webhooks.remove(id))) throw notFound('This webhook')
    await tx.audit.append({
      type: 'webhook.deleted',
      actor: actorOf(principal),
      target: targetOf(before),
      before: { url: withoutQuery(before.url), events: before.events },
      request_id,
    })
  })
}

/** Sends one made-up event now and says what came back. */
export async function testWebhook(
  deps: WebhookDeps,
  { principal, request_id }: Caller<UserPrincipal>,
  id: string,
): Promise<WebhookTest> {
  const now = deps.clock.now()
  authorize(principal, { permission: 'policy.manage', now })
  const webhook = await deps.unit.read(principal.workspace_id).get(id)
  if (!webhook) throw notFound('This webhook')
  const { status, error } = await sendTo(deps, webhook, {
    id: request_id ?? `test_${now.getTime()}`,
    type: 'test',
    at: now.toISOString(),
    workspace: principal.workspace_id,
    title: 'A test of this webhook',
    url: `${deps.consoleUrl}/settings/webhooks`,
    subject: { type: 'webhook', id },
  })
  return { ok: error === null, status, detail: error ?? `It answered with status ${status}.` }
}

function viewWebhook({ secret: _sealed, ...shown }: StoredWebhook): Webhook {
  return shown
}

function targetOf({ id, url }: StoredWebhook) {
  return { type: 'webhook', id, label: new URL(url).host }
}

/** Many receivers put a token into the query or path end: the log keeps where, not the token. */
function withoutQuery(url: string): string {
  const { origin, pathname } = new URL(url)
  return `${origin}${pathname.length > 12 ? `${pathname.slice(0, 12)}…` : pathname}`
}

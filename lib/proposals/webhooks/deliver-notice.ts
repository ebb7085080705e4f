import { z } from 'zod'
import type { OutboxItem } from '@/lib/entries/ports'
import type { StoredWebhook, WebhookDeps } from './ports'
import { WebhookDelivery, WebhookEvent } from './schema'

/** With the outbox's backoff, which ends at a minute, this is about two hours. */
const maxAttempts = 120

const Notice = z.object({
  kind: WebhookEvent,
  title: z.string(),
  href: z.string(),
  subject: z.object({ type: z.string(), id: z.string() }),
})

/**
 * A notice from the outbox becomes one delivery a webhook that wants it, each with retries of its own:
 * a receiver that is down holds up neither the others nor the publisher.
 */
export async function fanOutNotice(deps: WebhookDeps, item: OutboxItem): Promise<number> {
  const notice = Notice.safeParse(item.payload)
  if (!notice.success) return 0
  const { kind, title, href, subject } = notice.data
  const now = deps.clock.now()
  const delivery: WebhookDelivery = {
    id: item.id,
    type: kind,
    at: now.toISOString(),
    workspace: item.workspace_id,
    title,
    url: deps.consoleUrl + href,
    subject,
  }
  return deps.unit.transact(item.workspace_id, async (tx) => {
    const wanting = (await tx.webhooks.list()).filter(
      (hook) => !hook.disabled_at && hook.events.includes(kind),
    )
    for (const { id } of wanting)
      await tx.outbox.add({ topic: 'webhook', subject_id: id, payload: delivery, available_at: now })
    return wanting.length
  })
}

/**
 * Delivers to one webhook. Throws when it was not taken, so that the outbox tries again later; after
 * `maxAttempts` the event is given up (`gave_up`).
 */
export async function deliverToWebhook(
  deps: WebhookDeps,
  item: OutboxItem,
): Promise<'delivered' | 'gone' | 'gave_up'> {
  const webhook = await deps.unit.read(item.workspace_id).get(item.subject_id)
  if (!webhook || webhook.disabled_at) return 'gone'
  const { error } = await sendTo(deps, webhook, WebhookDelivery.parse(item.payload))
  if (error === null) return 'delivered'
  if (item.attempts >= maxAttempts) return 'gave_up'
  throw new Error(error)
}

/** One attempt, whose outcome is kept with the webhook. Never throws for what the receiver does. */
export async function sendTo(
  deps: WebhookDeps,
  webhook: StoredWebhook,
  delivery: WebhookDelivery,
): Promise<{ status: number; error: string | null }> {
  let status = 0
  let error: string | null = null
  try {
    status = await deps.send({ url: webhook.url, secret: deps.sealer.open(webhook.secret) }, delivery)
    if (status < 200 || status >= 300) error = `The webhook answered with status ${status}.`
  } catch (thrown) {
    error = thrown instanceof Error ? thrown.message : 'The webhook could not be called.'
  }
  await deps.unit.read(delivery.workspace).setStatus(webhook.id, status, deps.clock.now())
  return { status, error }
}

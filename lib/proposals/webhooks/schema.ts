import { z } from 'zod'
import { noticeKinds } from '@/lib/entries/ports'

/** What a webhook may be told of. Mentions are between people and never leave. */
export const WebhookEvent = z.enum(noticeKinds).exclude(['mention'])
export type WebhookEvent = z.infer<typeof WebhookEvent>

export const Webhook = z.object({
  id: z.string(),
  url: z.string(),
  events: z.array(WebhookEvent),
  created_by: z.string(),
  created_at: z.string(),
  disabled_at: z.string().nullable(),
  /** HTTP status of the last delivery; 0 when nothing answered; null before the first. */
  last_status: z.number().int().nullable(),
  last_at: z.string().nullable(),
})
export type Webhook = z.infer<typeof Webhook>

/** The reply to its making is the only place where the signing secret is shown. */
export const NewWebhook = Webhook.extend({ secret: z.string() })
export type NewWebhook = z.infer<typeof NewWebhook>

export const CreateWebhook = z.strictObject({
  url: z.url().max(500),
  events: z.array(WebhookEvent).min(1, 'choose at least one event').max(20),
})
export type CreateWebhook = z.infer<typeof CreateWebhook>

export const WebhookTest = z.object({ ok: z.boolean(), status: z.number().int(), detail: z.string() })
export type WebhookTest = z.infer<typeof WebhookTest>

/**
 * The body of a delivery. It may come more than once: `id` is the event's, the same each time. `url`
 * leads into the console.
 */
export const WebhookDelivery = z.object({
  id: z.string(),
  type: z.union([WebhookEvent, z.literal('test')]),
  at: z.string(),
  workspace: z.string(),
  title: z.string(),
  url: z.string(),
  subject: z.object({ type: z.string(), id: z.string() }),
})
export type WebhookDelivery = z.infer<typeof WebhookDelivery>

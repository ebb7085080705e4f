import type { SendWebhook } from '@/lib/proposals/webhooks/ports'
import { signBody } from '../llm/normalizer-webhook'
import { guardedPost, type GuardedPost } from './guarded-post'
import type { AllowedRanges } from './public-address'

export type WebhookSenderSettings = {
  allowed: AllowedRanges
  now: () => Date
  resolve?: GuardedPost['resolve']
  deadlineMs?: number
}

const webhookSignatureHeader = 'x-l0-signature'
const defaultDeadlineMs = 5_000
/** What comes back is not read beyond its status. */
const maxReplyBytes = 64 * 1024

/**
 * POSTs JSON with `x-l0-signature: t=<Unix seconds>,v1=<hex>`, v1 being HMAC-SHA-256 of `<t>.<body>`
 * under the webhook's secret. Private addresses are refused and redirects not followed.
 */
export function webhookSender(settings: WebhookSenderSettings): SendWebhook {
  return async ({ url, secret }, delivery) => {
    const body = JSON.stringify(delivery)
    const { status } = await guardedPost({
      url: new URL(url),
      headers: {
        'content-type': 'application/json',
        'user-agent': 'l0-cache',
        'x-l0-event': delivery.type,
        'x-l0-delivery': delivery.id,
        [webhookSignatureHeader]: signBody(secret, body, settings.now()),
      },
      body,
      deadlineMs: settings.deadlineMs ?? defaultDeadlineMs,
      maxReplyBytes,
      allowed: settings.allowed,
      resolve: settings.resolve,
    })
    return status
  }
}

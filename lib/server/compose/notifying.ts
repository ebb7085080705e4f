import { requireUrl } from '@/lib/adapters/http/guarded-post'
import { parseRanges } from '@/lib/adapters/http/public-address'
import { webhookSender } from '@/lib/adapters/http/webhook-sender'
import { outbox } from '@/lib/adapters/postgres/outbox-store'
import { webhookUnit } from '@/lib/adapters/postgres/webhook-store'
import type { OutboxItem } from '@/lib/entries/ports'
import { invalidInput } from '@/lib/kernel/errors'
import { deliverToWebhook, fanOutNotice } from '@/lib/proposals/webhooks/deliver-notice'
import type { WebhookDeps } from '@/lib/proposals/webhooks/ports'
import type { Base } from '../base'

export type Notifying = {
  /** What the use cases of `lib/proposals/webhooks` take. */
  webhooks: WebhookDeps
  /** For the publisher: a notice is split into deliveries, which leave by a loop of their own. */
  deliverOther(item: OutboxItem): Promise<void>
  /** Delivers what is due now; returns how many were taken. */
  drain(): Promise<number>
  start(): void
  stop(): Promise<void>
}

const tickMs = 1_000
/** Tried side by side: well within the outbox's lease, however slow the receivers are. */
const atOnce = 20

export function composeNotifying(
  base: Pick<Base, 'env' | 'db' | 'clock' | 'log' | 'secrets'>,
  options: { send?: WebhookDeps['send'] } = {},
): Notifying {
  const { env, clock, log } = base
  const now = () => clock.now()
  const allowed = parseRanges(env.WEBHOOK_ALLOWED_CIDRS)
  const webhooks: WebhookDeps = {
    unit: webhookUnit(base.db, now),
    clock,
    sealer: base.secrets,
    checkUrl: (url) => checkUrl(url, allowed),
    send: options.send ?? webhookSender({ allowed, now }),
    consoleUrl: (env.L0_URL ?? `http://localhost:${env.PORT}`).replace(/\/$/, ''),
  }
  const deliveries = outbox(base.db, { topics: ['webhook'], parallel: true })
  const deliver = async (item: OutboxItem) => {
    const outcome = await deliverToWebhook(webhooks, item)
    if (outcome === 'gave_up')
      log.error({ workspace: item.workspace_id, webhook: item.subject_id }, 'a webhook event was given up')
  }
  let timer: NodeJS.Timeout | undefined
  let running: Promise<unknown> | null = null
  const drain = () => deliveries.drain(atOnce, now(), deliver)
  const tick = () => {
    // Slow receivers must not pile rounds up.
    running ??= drain()
      .catch((error) => log.warn({ err: error }, 'webhooks were not delivered; they are tried again'))
      .finally(() => (running = null))
  }
  return {
    webhooks,
    deliverOther: async (item) => void (await fanOutNotice(webhooks, item)),
    drain,
    start() {
      timer = setInterval(tick, tickMs)
      timer.unref()
    },
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}

function checkUrl(text: string, allowed: ReturnType<typeof parseRanges>): void {
  try {
    requireUrl({ url: new URL(text), allowed })
  } catch (error) {
    throw invalidInput('url', error instanceof Error ? error.message : 'cannot be called')
  }
}

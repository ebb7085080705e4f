import type { AuditTrail } from '@/lib/audit/trail'
import type { OutboxWriter } from '@/lib/entries/ports'
import type { Plan } from '@/lib/workspaces/plans'
import type { Webhook, WebhookDelivery } from './schema'

/** As kept: `secret` is sealed. */
export type StoredWebhook = Webhook & { secret: string }

/** Webhooks of one workspace. */
export type WebhookStore = {
  list(): Promise<StoredWebhook[]>
  get(id: string): Promise<StoredWebhook | null>
  add(
    webhook: Pick<StoredWebhook, 'url' | 'events' | 'secret' | 'created_by'>,
    now: Date,
  ): Promise<StoredWebhook>
  remove(id: string): Promise<boolean>
  setStatus(id: string, status: number, now: Date): Promise<void>
}

type WebhookTransaction = {
  plan(): Promise<Plan>
  webhooks: WebhookStore
  audit: AuditTrail
  outbox: OutboxWriter
}

export type WebhookUnit = {
  transact<T>(workspaceId: string, work: (tx: WebhookTransaction) => Promise<T>): Promise<T>
  read(workspaceId: string): WebhookStore
}

/** Answers the HTTP status; throws when the URL may not be called or nothing answered in time. */
export type SendWebhook = (
  target: { url: string; secret: string },
  delivery: WebhookDelivery,
) => Promise<number>

export type WebhookDeps = {
  unit: WebhookUnit
  clock: { now(): Date }
  sealer: { seal(plain: string): string; open(sealed: string): string }
  /** Throws `invalid_input` for a URL that must not be called. */
  checkUrl: (url: string) => void
  send: SendWebhook
  /** Where the console is, without a slash at the end. */
  consoleUrl: string
}

import { newId } from '@/lib/kernel/ids'
import type { StoredWebhook, WebhookStore, WebhookUnit } from '@/lib/proposals/webhooks/ports'
import { WebhookEvent } from '@/lib/proposals/webhooks/schema'
import { auditTrail } from './audit-trail'
import type { Database, Scoped } from './database'
import type { Webhook as Row } from './generated/client'
import { readPlan } from './plan-reader'
import { outboxWriter } from './outbox-store'

export function webhookUnit(database: Database, now: () => Date): WebhookUnit {
  return {
    transact: (workspaceId, work) =>
      database.transaction((db) => {
        const scoped = { db, workspaceId }
        return work({
          plan: () => readPlan(scoped),
          webhooks: webhookStore(scoped),
          audit: auditTrail(scoped, now),
          outbox: outboxWriter(scoped),
        })
      }),
    read: (workspaceId) => webhookStore({ db: database.prisma, workspaceId }),
  }
}

function webhookStore({ db, workspaceId }: Scoped): WebhookStore {
  const mine = { workspace_id: workspaceId }
  return {
    async list() {
      return (await db.webhook.findMany({ where: mine, orderBy: { id: 'asc' } })).map(toStored)
    },
    async get(id) {
      const row = await db.webhook.findFirst({ where: { ...mine, id } })
      return row ? toStored(row) : null
    },
    async add(webhook, now) {
      const data = { ...webhook, ...mine, id: newId('hook', now.getTime()), created_at: now }
      return toStored(await db.webhook.create({ data }))
    },
    async remove(id) {
      return (await db.webhook.deleteMany({ where: { ...mine, id } })).count === 1
    },
    async setStatus(id, status, now) {
      await db.webhook.updateMany({ where: { ...mine, id }, data: { last_status: status, last_at: now } })
    },
  }
}

function toStored(row: Row): StoredWebhook {
  return {
    id: row.id,
    url: row.url,
    // An event that a later release no longer knows is left out, not an error.
    events: row.events.flatMap((event) => WebhookEvent.safeParse(event).data ?? []),
    secret: row.secret,
    created_by: row.created_by,
    created_at: row.created_at.toISOString(),
    disabled_at: row.disabled_at?.toISOString() ?? null,
    last_status: row.last_status,
    last_at: row.last_at?.toISOString() ?? null,
  }
}

import type { NormalizerWebhookStore, StoredWebhook } from '@/lib/normalization/tiers/ports'
import type { Scoped } from './database'
import type { NormalizerWebhook as Row } from './generated/client'

export function normalizerWebhookStore({ db, workspaceId }: Scoped): NormalizerWebhookStore {
  const mine = { workspace_id: workspaceId }
  return {
    async get() {
      const row = await db.normalizerWebhook.findUnique({ where: mine })
      return row ? toStored(row) : null
    },
    async put(webhook, now) {
      const data = { ...webhook, updated_at: now, last_outcome: '', last_at: null }
      await db.normalizerWebhook.upsert({
        where: mine,
        create: { ...data, ...mine, created_at: now },
        update: data,
      })
    },
    async remove() {
      const { count } = await db.normalizerWebhook.deleteMany({ where: mine })
      return count === 1
    },
    async setOutcome(outcome, now) {
      await db.normalizerWebhook.updateMany({
        where: mine,
        data: { last_outcome: outcome.slice(0, 300), last_at: now },
      })
    },
  }
}

function toStored(row: Row): StoredWebhook {
  return {
    url: row.url,
    secret: row.secret,
    deadline_ms: row.deadline_ms,
    enabled: row.enabled,
    created_by: row.created_by,
    updated_at: row.updated_at.toISOString(),
    last_outcome: row.last_outcome,
    last_at: row.last_at?.toISOString() ?? null,
  }
}

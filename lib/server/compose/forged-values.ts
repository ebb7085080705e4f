import { auditTrail } from '@/lib/adapters/postgres/audit-trail'
import { noticeWriter } from '@/lib/adapters/postgres/desk-store'
import { outboxWriter } from '@/lib/adapters/postgres/outbox-store'
import type { CacheAddress } from '@/lib/entries/cache-address'
import type { Base } from '../base'

const forgedAuditEveryMs = 60_000

/** A forged value is a metric each time, an audit event once a minute and address, and is written over. */
export function forgedHandler(base: Base, nudge: () => void): (where: CacheAddress, why: string) => void {
  const last = new Map<string, number>()
  return (where, why) => {
    base.metrics.forgedValues.inc()
    const name = `${where.workspace}\n${where.scope}\n${where.key}`
    const now = Date.now()
    if (now - (last.get(name) ?? 0) < forgedAuditEveryMs) return
    if (last.size > 10_000) last.clear()
    last.set(name, now)
    base.log.error({ workspace: where.workspace, why }, 'a hot store value did not verify and was not served')
    recordForged(base, where, why).then(nudge, (error) =>
      base.log.error({ err: error }, 'a forged value was not recorded'),
    )
  }
}

async function recordForged(base: Base, where: CacheAddress, why: string): Promise<void> {
  await base.db.transaction(async (db) => {
    const scoped = { db, workspaceId: where.workspace }
    await auditTrail(scoped, () => base.clock.now()).append({
      type: 'cache.forged_value',
      actor: { type: 'system', id: 'gateway', label: 'gateway' },
      target: { type: 'cache_key', id: `${where.scope}/${where.key}`.slice(0, 200), label: null },
      after: { why },
    })
    const entry = await db.entry.findFirst({
      where: { workspace_id: where.workspace, scope: where.scope, key: where.key },
      select: { id: true },
    })
    const name = `${where.scope}/${where.key}`.slice(0, 200)
    await noticeWriter(scoped).add(
      {
        kind: 'forged_value',
        title: `A forged value for ${name} was seen in the hot store and not served`,
        href: entry ? `/entries/${entry.id}` : '/audit',
        subject: { type: 'entry', id: entry?.id ?? name },
        to: 'deciders',
      },
      base.clock.now(),
    )
    if (!entry) return
    const item = {
      topic: 'entry.publish' as const,
      subject_id: entry.id,
      payload: {},
      available_at: base.clock.now(),
    }
    await outboxWriter(scoped).add(item)
  })
}

import type { Outbox, OutboxItem, OutboxTopic, OutboxWriter } from '@/lib/entries/ports'
import { newId } from '@/lib/kernel/ids'
import { secondMs } from '@/lib/kernel/time'
import type { Database, Db, Scoped } from './database'
import { Prisma } from './generated/client'

/** How long a drainer may take for an item before another one tries it. */
const leaseMs = 30 * secondMs
const maxBackoffMs = 60 * secondMs

export function outboxWriter({ db, workspaceId }: Scoped): OutboxWriter {
  return {
    async add(item) {
      const id = newId('out')
      await db.outbox.create({
        data: {
          id,
          workspace_id: workspaceId,
          topic: item.topic,
          subject_id: item.subject_id,
          payload: item.payload as Prisma.InputJsonValue,
          available_at: item.available_at,
        },
        select: { id: true },
      })
      return id
    },
    async cancel(id, now) {
      // An item with attempts has left at least once, whatever its `available_at` says now.
      const { count } = await db.outbox.updateMany({
        where: {
          id,
          workspace_id: workspaceId,
          done_at: null,
          cancelled_at: null,
          attempts: 0,
          available_at: { gt: now },
        },
        data: { cancelled_at: now },
      })
      return count === 1
    },
    async findPublish(entryId, version) {
      const rows = await db.$queryRaw<{ id: string; available_at: Date; payload: unknown }[]>`
        SELECT id, available_at, payload FROM outbox
        WHERE workspace_id = ${workspaceId} AND topic = 'entry.publish' AND subject_id = ${entryId}
          AND done_at IS NULL AND cancelled_at IS NULL AND (payload->>'version')::int = ${version}
        ORDER BY id DESC LIMIT 1`
      return rows[0] ?? null
    },
  }
}

type Row = OutboxItem & { topic: OutboxTopic }

export type OutboxOptions = {
  /** What this drainer takes; left out: all but calls to webhooks, which must not hold up publishing. */
  topics?: readonly OutboxTopic[]
  /** Deliver side by side instead of one after the other. */
  parallel?: boolean
  /**
   * Publishes only of workspaces in the shared store, or only of the others: a customer's Redis that hangs must not hold
   * up the rest. Those others are delivered side by side, one after the other within a workspace; after the first
   * failure the workspace's rest is given back untried.
   */
  publishes?: 'shared' | 'own'
}

const waiting = 'FROM outbox WHERE done_at IS NULL AND cancelled_at IS NULL'
const elsewhere = `EXISTS (SELECT 1 FROM dedicated_store s WHERE s.workspace_id = outbox.workspace_id)`
const whose = {
  all: '',
  shared: ` AND NOT (topic = 'entry.publish' AND ${elsewhere})`,
  own: ` AND topic = 'entry.publish' AND ${elsewhere}`,
}
const dueSql = (which: string) =>
  `SELECT EXISTS (SELECT 1 ${waiting} AND available_at <= $1 AND topic = ANY($2)${which}) AS due`
const pendingSql = (which: string) =>
  `SELECT count(*) AS count, min(available_at) AS oldest_at ${waiting} AND topic = ANY($1)${which}`

const publishing: readonly OutboxTopic[] = ['entry.publish', 'workspace.changed', 'notify']

/** The outbox of all workspaces, for the publisher. Delivery is at least once. */
export function outbox(database: Database, options: OutboxOptions = {}): Outbox {
  const topics = [...(options.topics ?? publishing)]
  const which = whose[options.publishes ?? 'all']
  return {
    async drain(limit, now, deliver) {
      // Asked several times a second, nearly always in vain.
      const [found] = await database.query<{ due: boolean }>(dueSql(which), [now, topics])
      if (!found?.due) return 0
      const items = await database.transaction((db) => take(db, topics, which, limit, now))
      const deliverOne = async (item: Row): Promise<boolean> => {
        try {
          await deliver(item)
          await database.prisma.outbox.update({
            where: { id: item.id },
            data: { done_at: now, last_error: null },
          })
          return true
        } catch (error) {
          await giveBack(database, item, now, error)
          return false
        }
      }
      if (options.publishes === 'own') {
        const each = byWorkspace(items).map((group) => inTurn(database, group, now, deliverOne))
        return (await Promise.all(each)).reduce((sum, done) => sum + done, 0)
      }
      if (options.parallel) return (await Promise.all(items.map(deliverOne))).filter(Boolean).length
      let done = 0
      for (const item of items) if (await deliverOne(item)) done++
      return done
    },
    async pending() {
      const rows = await database.query<{ count: string; oldest_at: Date | null }>(pendingSql(which), [
        topics,
      ])
      return { count: Number(rows[0]?.count ?? 0), oldest_at: rows[0]?.oldest_at ?? null }
    },
  }
}

function byWorkspace(items: Row[]): Row[][] {
  const groups = new Map<string, Row[]>()
  for (const item of items) groups.set(item.workspace_id, [...(groups.get(item.workspace_id) ?? []), item])
  return [...groups.values()]
}

/** One after the other up to the first failure; returns how many were done. */
async function inTurn(
  database: Database,
  items: Row[],
  now: Date,
  deliverOne: (item: Row) => Promise<boolean>,
): Promise<number> {
  for (const [index, item] of items.entries()) {
    if (await deliverOne(item)) continue
    for (const rest of items.slice(index + 1))
      await giveBack(database, rest, now, new Error('One before it could not be delivered.'))
    return index
  }
  return items.length
}

/**
 * Takes due items under a lease and, in the same transaction, ends the undo window of what they
 * publish: from here on the version is current, and undo comes too late.
 */
async function take(db: Db, topics: OutboxTopic[], which: string, limit: number, now: Date): Promise<Row[]> {
  const rows = await db.$queryRaw<Row[]>`
    UPDATE outbox SET attempts = attempts + 1, available_at = ${new Date(now.getTime() + leaseMs)}
    WHERE id IN (
      SELECT id FROM outbox
      WHERE done_at IS NULL AND cancelled_at IS NULL AND available_at <= ${now}
        AND topic = ANY(${topics})${Prisma.raw(which)}
      ORDER BY available_at, id LIMIT ${limit} FOR UPDATE SKIP LOCKED
    )
    RETURNING id, workspace_id, topic, subject_id, payload, attempts`
  rows.sort((a, b) => (a.id < b.id ? -1 : 1))
  for (const row of rows) {
    if (row.topic === 'entry.publish') await publishHeld(db, row, now)
  }
  return rows
}

async function publishHeld(db: Db, item: OutboxItem, now: Date): Promise<void> {
  const version = (item.payload as { version?: unknown } | null)?.version
  if (typeof version !== 'number') return
  await db.$executeRaw`
    UPDATE entry SET current_version = held_version, held_version = NULL, held_until = NULL,
      state = CASE WHEN state = 'quarantined' AND held_lifts THEN 'active' ELSE state END,
      state_reason = CASE WHEN state = 'quarantined' AND held_lifts THEN '' ELSE state_reason END,
      revision = revision + 1, updated_at = ${now}
    WHERE id = ${item.subject_id} AND workspace_id = ${item.workspace_id} AND held_version = ${version}`
}

async function giveBack(database: Database, item: OutboxItem, now: Date, error: unknown): Promise<void> {
  const backoffMs = Math.min(maxBackoffMs, 500 * 2 ** Math.min(item.attempts, 10))
  const message = error instanceof Error ? error.message : String(error)
  await database.prisma.outbox.update({
    where: { id: item.id },
    data: { available_at: new Date(now.getTime() + backoffMs), last_error: message.slice(0, 500) },
  })
}

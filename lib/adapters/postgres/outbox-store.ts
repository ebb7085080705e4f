import type { Outbox, OutboxItem, OutboxTopic, OutboxWriter } from '@/lib/entries/ports'
import { newId } from '@/lib/kernel/ids'
import { secondMs } from '@/lib/kernel/time'
import type { Database, Db, Scoped } from './database'
import type { Prisma } from './generated/client'

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
}

const waiting = 'FROM outbox WHERE done_at IS NULL AND cancelled_at IS NULL'
const dueSql = `SELECT EXISTS (SELECT 1 ${waiting} AND available_at <= $1 AND topic = ANY($2)) AS due`
const pendingSql = `SELECT count(*) AS count, min(available_at) AS oldest_at ${waiting} AND topic = ANY($1)`

const publishing: readonly OutboxTopic[] = ['entry.publish', 'workspace.changed', 'notify']

/** The outbox of all workspaces, for the publisher. Delivery is at least once. */
export function outbox(database: Database, options: OutboxOptions = {}): Outbox {
  const topics = [...(options.topics ?? publishing)]
  return {
    async drain(limit, now, deliver) {
      // Asked several times a second, nearly always in vain.
      const [found] = await database.query<{ due: boolean }>(dueSql, [now, topics])
      if (!found?.due) return 0
      const items = await database.transaction((db) => take(db, topics, limit, now))
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
      if (options.parallel) return (await Promise.all(items.map(deliverOne))).filter(Boolean).length
      let done = 0
      for (const item of items) if (await deliverOne(item)) done++
      return done
    },
    async pending() {
      const rows = await database.query<{ count: string; oldest_at: Date | null }>(pendingSql, [topics])
      return { count: Number(rows[0]?.count ?? 0), oldest_at: rows[0]?.oldest_at ?? null }
    },
  }
}

/**
 * Takes due items under a lease and, in the same transaction, ends the undo window of what they
 * publish: from here on the version is current, and undo comes too late.
 */
async function take(db: Db, topics: OutboxTopic[], limit: number, now: Date): Promise<Row[]> {
  const rows = await db.$queryRaw<Row[]>`
    UPDATE outbox SET attempts = attempts + 1, available_at = ${new Date(now.getTime() + leaseMs)}
    WHERE id IN (
      SELECT id FROM outbox
      WHERE done_at IS NULL AND cancelled_at IS NULL AND available_at <= ${now}
        AND topic = ANY(${topics})
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

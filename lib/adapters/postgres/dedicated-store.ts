import type { AnswerPlace, AnswerPlaces, PlaceMover } from '@/lib/entries/ports'
import { newId } from '@/lib/kernel/ids'
import type {
  DedicatedStoreTransaction,
  DedicatedStoreUnit,
  StoredPlace,
  StoredPlaces,
} from '@/lib/workspaces/dedicated-store/ports'
import { auditTrail } from './audit-trail'
import type { Database, Db, Scoped } from './database'
import type { DedicatedStore as Row } from './generated/client'
import { outboxWriter } from './outbox-store'
import { readPlan } from './plan-reader'

/** For the use cases of people. */
export function dedicatedStoreUnit(database: Database, now: () => Date): DedicatedStoreUnit {
  return {
    places: (workspaceId) => readPlaces({ db: database.prisma, workspaceId }),
    plan: (workspaceId) => readPlan({ db: database.prisma, workspaceId }),
    transact: (workspaceId, work) =>
      database.transaction((db) => work(transactionOf({ db, workspaceId }, now))),
  }
}

function transactionOf({ db, workspaceId }: Scoped, now: () => Date): DedicatedStoreTransaction {
  return {
    lock: () => lockPlaces({ db, workspaceId }),
    async replace(next, at) {
      const { count } = await db.dedicatedStore.updateMany({
        where: { workspace_id: workspaceId, state: 'current' },
        data: { state: 'leaving', left_at: at },
      })
      if (count === 0)
        await db.dedicatedStore.create({
          data: {
            id: newId('dst'),
            workspace_id: workspaceId,
            state: 'leaving',
            created_by: next.created_by,
            created_at: at,
            left_at: at,
          },
        })
      await db.dedicatedStore.create({
        data: { ...next, workspace_id: workspaceId, state: 'current', created_at: at },
      })
    },
    audit: auditTrail({ db, workspaceId }, now),
    async announce(placeId, at) {
      await tell({ db, workspaceId }, at)
      await outboxWriter({ db, workspaceId }).add({
        topic: 'store.fill',
        subject_id: placeId,
        payload: {},
        available_at: at,
      })
    },
  }
}

async function tell({ db, workspaceId }: Scoped, at: Date): Promise<void> {
  await outboxWriter({ db, workspaceId }).add({
    topic: 'workspace.changed',
    subject_id: workspaceId,
    payload: { what: 'dedicated_store' },
    available_at: at,
  })
}

async function lockPlaces({ db, workspaceId }: Scoped): Promise<StoredPlaces> {
  await db.$queryRaw`SELECT id FROM workspace WHERE id = ${workspaceId} FOR UPDATE`
  return readPlaces({ db, workspaceId })
}

async function readPlaces({ db, workspaceId }: Scoped): Promise<StoredPlaces> {
  const rows = await db.dedicatedStore.findMany({
    where: { workspace_id: workspaceId },
    orderBy: { id: 'asc' },
  })
  const current = rows.find(({ state }) => state === 'current')
  return {
    current: current ? toStored(current) : null,
    leaving: rows.filter(({ state }) => state === 'leaving').map(toStored),
  }
}

/** Where answers are to be now, for publishing and for look-ups. */
export function answerPlaces(db: Db): AnswerPlaces {
  return {
    async of(workspaceIds) {
      const rows = await db.dedicatedStore.findMany({
        where: { workspace_id: { in: workspaceIds }, state: 'current' },
      })
      return new Map(rows.map((row) => [row.workspace_id, toPlace(row)]))
    },
    async workspacesElsewhere() {
      const rows = await db.dedicatedStore.findMany({
        where: { state: 'current', url: { not: null } },
        select: { workspace_id: true },
        orderBy: { workspace_id: 'asc' },
      })
      return rows.map(({ workspace_id }) => workspace_id)
    },
  }
}

/** What becomes of places while answers move. */
export function placeMover(database: Database, now: () => Date): PlaceMover {
  return {
    async places(workspaceId) {
      const { current, leaving } = await readPlaces({ db: database.prisma, workspaceId })
      return {
        current: current && toPlace(current),
        leaving: leaving.map((place) => ({ ...toPlace(place), leftAt: new Date(place.left_at!) })),
      }
    },
    markFilled: (workspaceId, placeId, emptyAt) =>
      database.transaction(async (db) => {
        const { current, leaving } = await lockPlaces({ db, workspaceId })
        if (current?.id !== placeId) return
        await db.dedicatedStore.update({ where: { id: placeId }, data: { filled_at: now() } })
        await tell({ db, workspaceId }, now())
        for (const { id } of leaving)
          await outboxWriter({ db, workspaceId }).add({
            topic: 'store.empty',
            subject_id: id,
            payload: {},
            available_at: emptyAt,
          })
      }),
    markEmptied: (workspaceId, placeId, emptied) =>
      database.transaction(async (db) => {
        const { current, leaving } = await lockPlaces({ db, workspaceId })
        const left = leaving.find(({ id }) => id === placeId)
        if (!left) return
        await db.dedicatedStore.delete({ where: { id: placeId } })
        const host = left.url ? left.host : 'the shared store'
        await auditTrail({ db, workspaceId }, now).append({
          type: 'dedicated_store.emptied',
          actor: { type: 'system', id: 'publisher', label: 'publisher' },
          target: { type: 'dedicated_store', id: placeId, label: host },
          after: { host, emptied },
        })
        // Back where everybody is: nothing of it needs to be remembered.
        if (leaving.length === 1 && current && !current.url && current.filled_at)
          await db.dedicatedStore.delete({ where: { id: current.id } })
      }),
  }
}

function toPlace({ id, url, filled_at }: Pick<Row, 'id' | 'url'> & { filled_at: unknown }): AnswerPlace {
  return { id, url, filled: filled_at !== null }
}

function toStored({ workspace_id: _, state: __, ...row }: Row): StoredPlace {
  return {
    ...row,
    created_at: row.created_at.toISOString(),
    filled_at: row.filled_at?.toISOString() ?? null,
    left_at: row.left_at?.toISOString() ?? null,
  }
}

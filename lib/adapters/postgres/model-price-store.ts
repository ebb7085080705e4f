import type { ModelPriceDeps, ModelPriceStore, StoredPrice } from '@/lib/usage/model-prices-ports'
import { auditTrail } from './audit-trail'
import type { Database, Scoped } from './database'
import type { ModelPrice as Row } from './generated/client'
import { outboxWriter } from './outbox-store'

export function modelPriceStore({ db, workspaceId }: Scoped): ModelPriceStore {
  const where = (model: string, from: Date) => ({
    workspace_id_model_effective_from: { workspace_id: workspaceId, model, effective_from: from },
  })
  return {
    list: async () => {
      const orderBy = [{ effective_from: 'desc' as const }, { model: 'asc' as const }]
      return (await db.modelPrice.findMany({ where: { workspace_id: workspaceId }, orderBy })).map(toStored)
    },
    async put({ model, from, input, output, created_by, created_at }) {
      const before = await db.modelPrice.findUnique({ where: where(model, from) })
      const data = { input_per_mtok: input, output_per_mtok: output, created_by, created_at }
      await db.modelPrice.upsert({
        where: where(model, from),
        create: { workspace_id: workspaceId, model, effective_from: from, ...data },
        update: data,
      })
      return before && toStored(before)
    },
    async remove(model, from) {
      const before = await db.modelPrice.findUnique({ where: where(model, from) })
      if (!before) return null
      await db.modelPrice.delete({ where: where(model, from) })
      return toStored(before)
    },
  }
}

/** What the use cases of prices take, but for the clock. */
export function modelPriceUnit(
  database: Database,
  now: () => Date,
): Pick<ModelPriceDeps, 'store' | 'transact'> {
  return {
    store: (workspaceId) => modelPriceStore({ db: database.prisma, workspaceId }),
    transact: (workspaceId, work) =>
      database.transaction((db) => {
        const scoped = { db, workspaceId }
        return work({
          prices: modelPriceStore(scoped),
          audit: auditTrail(scoped, now),
          async announce(at) {
            const item = { topic: 'workspace.changed' as const, subject_id: workspaceId }
            await outboxWriter(scoped).add({ ...item, payload: { what: 'prices' }, available_at: at })
          },
        })
      }),
  }
}

function toStored(row: Row): StoredPrice {
  const { model, effective_from: from, input_per_mtok: input, output_per_mtok: output } = row
  return { model, from, input, output, created_by: row.created_by, created_at: row.created_at }
}

import type { AuditTrail } from '@/lib/audit/trail'
import type { Clock } from '@/lib/kernel/time'

export type StoredPrice = {
  model: string
  from: Date
  input: number
  output: number
  created_by: string
  created_at: Date
}

/** The prices of one workspace, newest first. */
export type ModelPriceStore = {
  list(): Promise<StoredPrice[]>
  /** Replaces the one of the same model and moment; returns what was there. */
  put(price: StoredPrice): Promise<StoredPrice | null>
  /** Returns what was there. */
  remove(model: string, from: Date): Promise<StoredPrice | null>
}

type ModelPriceTransaction = {
  prices: ModelPriceStore
  audit: AuditTrail
  /** After the commit every instance reckons with the new prices. */
  announce(at: Date): Promise<void>
}

export type ModelPriceDeps = {
  clock: Clock
  store(workspaceId: string): ModelPriceStore
  transact<T>(workspaceId: string, work: (tx: ModelPriceTransaction) => Promise<T>): Promise<T>
  /** Called after a commit that announced a change. */
  nudge: () => void
}

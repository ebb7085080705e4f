import type { AuditTrail } from '@/lib/audit/trail'
import type { Clock } from '@/lib/kernel/time'
import type { Plan } from '../plans'
import type { DedicatedStoreTest } from './schema'

/** A place where answers of one workspace are, or still are. `url` is sealed; null is the shared store. */
export type StoredPlace = {
  id: string
  url: string | null
  host: string
  created_by: string
  created_at: string
  filled_at: string | null
  left_at: string | null
}

/** Without a current place the workspace is, and always was, in the shared store. */
export type StoredPlaces = { current: StoredPlace | null; leaving: StoredPlace[] }

type NewPlace = Pick<StoredPlace, 'id' | 'url' | 'host' | 'created_by'>

export type DedicatedStoreTransaction = {
  /** Changes of one workspace's place queue up here until the transaction ends. */
  lock(): Promise<StoredPlaces>
  /** Makes `next` the current place, and what was current (the shared store, if nothing was) one to empty. */
  replace(next: NewPlace, now: Date): Promise<void>
  audit: AuditTrail
  /** After the commit: tells every instance, and has the answers moved. */
  announce(placeId: string, at: Date): Promise<void>
}

export type DedicatedStoreUnit = {
  places(workspaceId: string): Promise<StoredPlaces>
  plan(workspaceId: string): Promise<Plan>
  transact<T>(workspaceId: string, work: (tx: DedicatedStoreTransaction) => Promise<T>): Promise<T>
}

export type DedicatedStoreDeps = {
  clock: Clock
  unit: DedicatedStoreUnit
  sealer: { seal(plain: string): string; open(sealed: string): string }
  /** Writes, reads and deletes one key there, with a deadline, never in a private network. Does not throw. */
  probe(url: string): Promise<DedicatedStoreTest>
  /** Whether the connection that serves look-ups stands. */
  answers(workspaceId: string, place: StoredPlace): Promise<boolean>
  /** Called after a commit that announced a change. */
  nudge(): void
}

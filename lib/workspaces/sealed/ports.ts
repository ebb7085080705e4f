import type { AuditTrail } from '@/lib/audit/trail'

/** What a workspace has sealed in the database. */
export const workspacePlaces = ['upstream', 'webhook', 'normalizer_webhook', 'dedicated_store'] as const
/** What people have, who may be in several workspaces. */
export const personalPlaces = ['second_factor', 'second_factor_enrolment'] as const
export type SealedPlace = (typeof workspacePlaces)[number] | (typeof personalPlaces)[number]

export type SealedValue = { id: string; sealed: string }

type SealedWanted = {
  place: SealedPlace
  /** The workspace; null for people's. */
  workspaceId: string | null
  /** Values sealed with the key of this id are done already. */
  keyId: string
  /** Id of the last one looked at, or ''. */
  after: string
  limit: number
}

type ResealTransaction = {
  /** By id, locked until the transaction ends: whoever changes one meanwhile waits. */
  next(wanted: SealedWanted): Promise<SealedValue[]>
  set(place: SealedPlace, id: string, sealed: string): Promise<void>
  audit(log: string): AuditTrail
}

export type ResealUnit = {
  workspaceIds(): Promise<string[]>
  /** How many are still sealed with another key, people's included. */
  count(keyId: string): Promise<number>
  transact<T>(work: (tx: ResealTransaction) => Promise<T>): Promise<T>
}

export type ResealDeps = {
  unit: ResealUnit
  sealer: { seal(plain: string): string; open(sealed: string): string }
  /** Id of the key that `sealer` seals with. */
  keyId: string
}

import type { AuditTrail } from '@/lib/audit/trail'
import type { Clock } from '@/lib/kernel/time'
import type { ErasedCounts, Remaining } from './privacy-schema'
import type { WorkspacePolicy } from './schema'

/** Personal data of one workspace, wherever it is kept. */
export type PrivacyStore = {
  /** What this person's requests left, and judgements and memos of the same texts. */
  eraseUser(userHash: string): Promise<Partial<ErasedCounts>>
  eraseText(search: string): Promise<Partial<ErasedCounts>>
  /** Personal values of the log that are `exact`, or contain `part`. */
  eraseAuditValues(which: { exact?: string; part?: string }): Promise<number>
  remaining(search: string): Promise<Remaining>
  /** At most `limit` rows of each kind last seen before `cutoff`. */
  eraseOlderThan(
    cutoff: Date,
    limit: number,
  ): Promise<{ misses: number; samples: number; judgements: number }>
}

export type PrivacyTransaction = {
  privacy: PrivacyStore
  policy(): Promise<WorkspacePolicy>
  salt(): Promise<string>
  audit: AuditTrail
  /** Tells every instance to read its memos again. */
  announce(at: Date): Promise<void>
}

export type PrivacyUnit = {
  transact<T>(workspaceId: string, work: (tx: PrivacyTransaction) => Promise<T>): Promise<T>
}

export type PrivacyParts = { clock: Clock; unit: PrivacyUnit }

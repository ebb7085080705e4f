import type { EntryTransaction, EntryUnit } from '@/lib/entries/ports'
import type { ProposalTransaction, ProposalUnit } from '@/lib/proposals/ports'
import { auditTrail } from './audit-trail'
import { challengeStore } from './auth-challenge-store'
import type { Database, Scoped } from './database'
import { deskStore, noticeWriter } from './desk-store'
import { entryStore } from './entry-store'
import { intentReader } from './intent-reader'
import { outboxWriter } from './outbox-store'
import { proposalStore } from './proposal-store'
import { contextFacts, hitReports } from './review-context'
import { qualityReader } from './review-quality-reader'
import { policyReader, voterDirectory } from './voter-directory'

/**
 * One transaction over everything a decision touches: the proposal, its entry, the audit event and
 * the outbox commit together or not at all.
 */
export function reviewUnit(database: Database, now: () => Date): ProposalUnit & EntryUnit {
  const stores = (scoped: Scoped, lock: boolean): ProposalTransaction & EntryTransaction => ({
    proposals: proposalStore(scoped),
    entries: entryStore(scoped),
    intents: intentReader(scoped),
    voters: voterDirectory(scoped, { now, lock }),
    policy: policyReader(scoped, { lock }),
    challenges: challengeStore(scoped),
    audit: auditTrail(scoped, now),
    outbox: outboxWriter(scoped),
    notices: noticeWriter(scoped),
    desk: deskStore(scoped),
    reports: hitReports(scoped),
    facts: contextFacts(scoped),
    quality: qualityReader(scoped),
  })
  return {
    transact: (workspaceId, work) => database.transaction((db) => work(stores({ db, workspaceId }, true))),
    read: (workspaceId) => stores({ db: database.prisma, workspaceId }, false),
    entries: (workspaceId) => entryStore({ db: database.prisma, workspaceId }),
  }
}

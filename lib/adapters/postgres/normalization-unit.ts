import { notFound } from '@/lib/kernel/errors'
import type {
  NormalizationStores,
  NormalizationTransaction,
  NormalizationUnit,
  WaitingProposals,
  WorkspaceFacts,
} from '@/lib/normalization/ports'
import { planOf } from '@/lib/workspaces/plans'
import { WorkspaceMode, WorkspacePolicy } from '@/lib/workspaces/schema'
import { auditTrail } from './audit-trail'
import type { Database, Scoped } from './database'
import { intentStore } from './intent-store'
import { judgementStore } from './judgement-store'
import { memoStore } from './memo-store'
import { missStore } from './miss-store'
import { normalizerWebhookStore } from './normalizer-webhook-store'
import { outboxWriter } from './outbox-store'
import { proposalStore } from './proposal-store'
import { releaseStore } from './release-store'

/** One transaction over everything normalisation keeps, with the audit event and the outbox. */
export function normalizationUnit(database: Database, now: () => Date): NormalizationUnit {
  return {
    transact: (workspaceId, work) =>
      database.transaction((db) => work(transaction({ db, workspaceId }, now))),
    read: (workspaceId) => stores({ db: database.prisma, workspaceId }),
  }
}

function stores(scoped: Scoped): NormalizationStores {
  return {
    intents: intentStore(scoped),
    releases: releaseStore(scoped),
    memos: memoStore(scoped),
    misses: missStore(scoped),
    judgements: judgementStore(scoped),
    webhook: normalizerWebhookStore(scoped),
    facts: () => readFacts(scoped),
  }
}

function transaction(scoped: Scoped, now: () => Date): NormalizationTransaction {
  return {
    ...stores(scoped),
    proposals: waitingProposals(scoped),
    audit: auditTrail(scoped, now),
    async announceChange(what, at) {
      await outboxWriter(scoped).add({
        topic: 'workspace.changed',
        subject_id: scoped.workspaceId,
        payload: { what },
        available_at: at,
      })
    },
  }
}

function waitingProposals(scoped: Scoped): WaitingProposals {
  const { close } = proposalStore(scoped)
  return {
    async withdraw(key, by, now) {
      const rows = await scoped.db.proposal.findMany({
        where: { workspace_id: scoped.workspaceId, key, status: { in: ['pending', 'blocked'] } },
        select: { id: true },
        orderBy: { id: 'asc' },
      })
      const closed: string[] = []
      for (const { id } of rows)
        if (await close(id, 'withdrawn', { id: by, entry_id: null }, now)) closed.push(id)
      return closed
    },
  }
}

async function readFacts({ db, workspaceId }: Scoped): Promise<WorkspaceFacts> {
  const row = await db.workspace.findUnique({
    where: { id: workspaceId },
    select: { mode: true, policy: true, plan: true },
  })
  if (!row) throw notFound('The workspace')
  const { mode, policy, plan } = row
  return { mode: WorkspaceMode.parse(mode), policy: WorkspacePolicy.parse(policy), plan: planOf(plan) }
}

import { notFound } from '@/lib/kernel/errors'
import type {
  OnboardingFacts,
  OnboardingMarks,
  OnboardingStore,
  OnboardingUnit,
} from '@/lib/workspaces/onboarding/ports'
import { auditTrail } from './audit-trail'
import type { Database, Scoped } from './database'
import type { Onboarding as Row } from './generated/client'

export function onboardingUnit(database: Database, now: () => Date): OnboardingUnit {
  return {
    read: (workspaceId) => onboardingStore({ db: database.prisma, workspaceId }),
    transact: (workspaceId, work) =>
      database.transaction((db) =>
        work({
          onboarding: onboardingStore({ db, workspaceId }),
          audit: auditTrail({ db, workspaceId }, now),
        }),
      ),
  }
}

function onboardingStore(scoped: Scoped): OnboardingStore {
  const { db, workspaceId } = scoped
  return {
    read: async () => {
      const row = await db.onboarding.findUnique({ where: { workspace_id: workspaceId } })
      return { marks: row && toMarks(row), facts: await readFacts(scoped, row?.key_id ?? null) }
    },
    hasKey: async (id) => (await db.apiKey.count({ where: { id, workspace_id: workspaceId } })) === 1,
    write: async (change, now) => {
      const data = { ...change, updated_at: now }
      await db.onboarding.upsert({
        where: { workspace_id: workspaceId },
        create: { ...data, workspace_id: workspaceId },
        update: data,
        select: { workspace_id: true },
      })
    },
  }
}

async function readFacts({ db, workspaceId }: Scoped, keyId: string | null): Promise<OnboardingFacts> {
  const mine = { workspace_id: workspaceId }
  const [workspace, intents, upstreams, anyKey, key] = await Promise.all([
    db.workspace.findUnique({ where: { id: workspaceId }, select: { name: true } }),
    db.intent.count({ where: mine }),
    db.upstream.count({ where: mine }),
    db.apiKey.findFirst({ where: mine, select: { id: true } }),
    keyId === null ? null : db.apiKey.findFirst({ where: { ...mine, id: keyId, revoked_at: null } }),
  ])
  if (!workspace) throw notFound('This workspace')
  return {
    workspace_name: workspace.name,
    intents,
    upstreams,
    has_keys: anyKey !== null,
    key: key && {
      id: key.id,
      name: key.name,
      prefix: key.prefix,
      last_used_at: key.last_used_at?.toISOString() ?? null,
    },
  }
}

function toMarks(row: Row): OnboardingMarks {
  const text = (at: Date | null) => at?.toISOString() ?? null
  return {
    named_at: text(row.named_at),
    model_chosen_at: text(row.model_chosen_at),
    intents_chosen_at: text(row.intents_chosen_at),
    key_id: row.key_id,
    first_request_at: text(row.first_request_at),
    finished_at: text(row.finished_at),
    dismissed_at: text(row.dismissed_at),
  }
}

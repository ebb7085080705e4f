import { auditTrail } from '@/lib/adapters/postgres/audit-trail'
import { within, type Database } from '@/lib/adapters/postgres/database'
import { entryStore } from '@/lib/adapters/postgres/entry-store'
import { intentStore } from '@/lib/adapters/postgres/intent-store'
import { libraryStore } from '@/lib/adapters/postgres/library-store'
import { normalizationUnit } from '@/lib/adapters/postgres/normalization-unit'
import { readPlan } from '@/lib/adapters/postgres/plan-reader'
import { reviewUnit } from '@/lib/adapters/postgres/review-unit'
import { isL0Error } from '@/lib/kernel/errors'
import { createIntent } from '@/lib/normalization/intents/save-intent'
import { CreateIntent } from '@/lib/normalization/intents/schema'
import type { LibraryDeps, LibraryTransaction } from '@/lib/proposals/library/ports'
import { checkTemplateDeep } from '@/lib/safety/check-template-deep'
import { redact } from '@/lib/safety/redact'
import type { Base } from '../base'

/** What the use cases of `lib/proposals/library` take. */
export function composeLibrary(base: Pick<Base, 'db' | 'clock'>): LibraryDeps {
  const now = () => base.clock.now()
  return {
    clock: base.clock,
    check: checkTemplateDeep,
    redact: (text) => redact(text).text,
    read: (workspaceId) => libraryStore({ db: base.db.prisma, workspaceId }, now),
    plan: (workspaceId) => readPlan({ db: base.db.prisma, workspaceId }),
    transact: (workspaceId, work) =>
      base.db.transaction((db) => {
        const scoped = { db, workspaceId }
        const database = within(base.db, db)
        return work({
          plan: () => readPlan(scoped),
          library: libraryStore(scoped, now),
          entry: (id) => entryStore(scoped).get(id),
          async intent(key) {
            const intent = await intentStore(scoped).find(key)
            if (!intent) return null
            const approved = intent.status === 'approved' && intent.merged_into === null
            return { title: intent.title, phrasings: intent.phrasings.map(({ text }) => text), approved }
          },
          ensureIntent: intentMaker(database, workspaceId, base.clock),
          review: reviewUnit(database, now),
          audit: auditTrail(scoped, now),
        })
      }),
  }
}

/** Phrasings that collide with the workspace's own are left out rather than refuse the answer. */
function intentMaker(
  database: Database,
  workspaceId: string,
  clock: Base['clock'],
): LibraryTransaction['ensureIntent'] {
  const deps = { unit: normalizationUnit(database, () => clock.now()), clock, nudge: () => {} }
  return async (caller, { phrasings, ...spec }) => {
    if (await deps.unit.read(workspaceId).intents.find(spec.key)) return false
    const intent = CreateIntent.parse(spec)
    try {
      await createIntent(deps, caller, { ...intent, phrasings })
    } catch (error) {
      if (!isL0Error(error) || error.code !== 'conflict' || phrasings.length === 0) throw error
      await createIntent(deps, caller, intent)
    }
    return true
  }
}

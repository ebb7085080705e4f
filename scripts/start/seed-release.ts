import { auditTrail } from '../../lib/adapters/postgres/audit-trail'
import { newId } from '../../lib/kernel/ids'
import { trainRelease } from '../../lib/normalization/train-release'
import type { IntentSpec } from '../../lib/normalization/schema'
import type { Base } from '../../lib/server/base'
import { demoIntents } from './demo-data'

const actor = { type: 'system' as const, id: 'seed', label: 'Demo seed' }

/** The demo's intents and the release that serves them. */
export async function seedRelease(base: Base, workspaceId: string): Promise<void> {
  const specs = demoIntents.map(({ key, patterns, phrasings, slots }) => ({
    key,
    patterns,
    phrasings,
    slots: slots as IntentSpec['slots'],
    status: 'approved' as const,
  }))
  const release = trainRelease({ intents: specs, normalizers: ['rules', 'classifier', 'memo'] })
  await base.db.transaction(async (db) => {
    const audit = auditTrail({ db, workspaceId })
    for (const intent of demoIntents) {
      const id = newId('int')
      const { key, title, risk, slots, patterns } = intent
      await db.intent.create({ data: { id, workspace_id: workspaceId, key, title, risk, slots, patterns } })
      await db.phrasing.createMany({
        data: intent.phrasings.map((text) => ({
          id: newId('phr'),
          workspace_id: workspaceId,
          intent_id: id,
          text,
          created_by: 'seed',
        })),
      })
      await audit.append({
        type: 'intent.created',
        actor,
        target: { type: 'intent', id, label: key },
        after: { key, risk },
      })
    }
    const id = newId('rel')
    await db.release.create({
      data: {
        id,
        workspace_id: workspaceId,
        number: 1,
        status: 'live',
        hash: release.hash,
        artefact: release,
        notes: 'The demo’s first release',
        created_by: 'seed',
        released_by: 'seed',
        released_at: base.clock.now(),
      },
    })
    await audit.append({
      type: 'release.released',
      actor,
      target: { type: 'release', id, label: '#1' },
      after: { hash: release.hash },
    })
  })
}

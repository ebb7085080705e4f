import { notFound } from '@/lib/kernel/errors'
import { actorOf, permit, type Caller } from '../authority'
import type { NormalizationDeps } from '../ports'
import type { LiveReader } from '../tiers/ports'
import { checkPhrasings } from './check-phrasings'
import type { AddedPhrasings, AddPhrasings, Phrasing } from './schema'

/**
 * Adds examples. Throws `conflict` naming the intent an example collides with. What the live release reads as
 * another intent is added and warned of: correcting the classifier is what examples are for.
 */
export async function addPhrasings(
  deps: NormalizationDeps & { live: LiveReader },
  caller: Caller,
  id: string,
  { texts, source }: AddPhrasings,
): Promise<AddedPhrasings> {
  const now = deps.clock.now()
  permit(caller, 'intent.edit', now)
  const workspaceId = caller.principal.workspace_id
  const { key, added } = await deps.unit.transact(workspaceId, async (tx) => {
    await tx.intents.lockAll()
    const all = await tx.intents.all()
    const intent = all.find((candidate) => candidate.id === id)
    if (!intent) throw notFound('The intent')
    const fresh = checkPhrasings({ intent, texts, all })
    if (fresh.length === 0) return { key: intent.key, added: [] }
    const actor = actorOf(caller)
    const rows = await tx.intents.addPhrasings(
      id,
      fresh.map((text) => ({ text, source })),
      actor.id,
      now,
    )
    await tx.audit.append({
      type: 'phrasing.added',
      actor,
      target: { type: 'intent', id, label: intent.key },
      after: { source, phrasings: rows.map(({ text }) => text) },
      request_id: caller.request_id,
    })
    return { key: intent.key, added: rows }
  })
  return { added, warnings: await warnings(deps.live, workspaceId, key, added) }
}

export async function removePhrasing(
  deps: NormalizationDeps,
  caller: Caller,
  where: { intent: string; phrasing: string },
): Promise<void> {
  permit(caller, 'intent.edit', deps.clock.now())
  await deps.unit.transact(caller.principal.workspace_id, async (tx) => {
    const intent = await tx.intents.get(where.intent)
    const removed = intent && (await tx.intents.removePhrasing(where.intent, where.phrasing))
    if (!removed) throw notFound('The phrasing')
    await tx.audit.append({
      type: 'phrasing.removed',
      actor: actorOf(caller),
      target: { type: 'intent', id: intent.id, label: intent.key },
      before: { source: removed.source, phrasings: [removed.text] },
      request_id: caller.request_id,
    })
  })
}

async function warnings(
  live: LiveReader,
  workspaceId: string,
  key: string,
  added: readonly Phrasing[],
): Promise<AddedPhrasings['warnings']> {
  if (added.length === 0) return []
  const normalizer = await live(workspaceId)
  return added.flatMap(({ text }) => {
    const result = normalizer.normalize(text)
    if (result.reason !== null || result.key === null || result.key === key) return []
    return [{ text, intent: result.key, confidence: result.confidence }]
  })
}

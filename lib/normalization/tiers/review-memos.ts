import { L0Error, notFound } from '@/lib/kernel/errors'
import { actorOf, permit, type Caller } from '../authority'
import { canonicalText } from '../canonical'
import type { NormalizationDeps } from '../ports'
import type { DecideMemo, Memo, MemoPage, MemoQuery } from './schema'

export async function listMemos(
  deps: NormalizationDeps,
  caller: Caller,
  query: MemoQuery,
): Promise<MemoPage> {
  permit(caller, 'view', deps.clock.now())
  return deps.unit.read(caller.principal.workspace_id).memos.list(query)
}

/** Forgets a decision everywhere. No tier decides that text again by itself; a person may. */
export async function revokeMemo(
  deps: NormalizationDeps,
  caller: Caller,
  id: string,
  { reason }: { reason: string },
): Promise<Memo> {
  const now = deps.clock.now()
  permit(caller, 'intent.edit', now)
  const memo = await deps.unit.transact(caller.principal.workspace_id, async (tx) => {
    const before = await tx.memos.get(id)
    if (!before) throw notFound('The remembered decision')
    const actor = actorOf(caller)
    if (!(await tx.memos.revoke(id, actor.label, now)))
      throw new L0Error('conflict', 'It was revoked already.')
    await tx.audit.append({
      type: 'memo.revoked',
      actor,
      target: { type: 'memo', id, label: before.key },
      before: { masked_text: before.masked_text, key: before.key, source: before.source },
      reason,
      request_id: caller.request_id,
    })
    await tx.announceChange('memo', now)
    return (await tx.memos.get(id))!
  })
  deps.nudge()
  return memo
}

/** A person says what a masked text means; a tier's decision gives way. Throws for an unknown or rejected intent. */
export async function decideMemo(
  deps: NormalizationDeps,
  caller: Caller,
  { masked_text, key, reason }: DecideMemo,
): Promise<Memo> {
  const now = deps.clock.now()
  permit(caller, 'intent.edit', now)
  const text = canonicalText(masked_text)
  const memo = await deps.unit.transact(caller.principal.workspace_id, async (tx) => {
    const intent = key === null ? null : await tx.intents.find(key)
    if (key !== null && intent?.status !== 'approved') throw notFound(`An approved intent ${key}`)
    const actor = actorOf(caller)
    const before = await tx.memos.find(text)
    if (before) await tx.memos.revoke(before.id, actor.label, now)
    const live = await tx.releases.live()
    const vote = { by: actor.label, reason }
    const memo = await tx.memos.add(
      { masked_text: text, key, source: 'person', vote, cost_usd: 0, release_hash: live?.hash ?? '' },
      now,
    )
    if (!memo) throw new L0Error('conflict', 'Somebody decided the same text at the same moment.')
    await tx.audit.append({
      type: 'memo.decided',
      actor,
      target: { type: 'memo', id: memo.id, label: key },
      before: before ? { key: before.key, source: before.source } : null,
      after: { masked_text: text, key, source: 'person' },
      reason: reason || null,
      request_id: caller.request_id,
    })
    await tx.announceChange('memo', now)
    return memo
  })
  deps.nudge()
  return memo
}

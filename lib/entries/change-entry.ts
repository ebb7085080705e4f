import type { Principal } from '@/lib/auth/schema'
import { notFound } from '@/lib/kernel/errors'
import type { EntryTransaction, EntryUnit } from './ports'
import type { Entry } from './schema'

export type EntryDeps = { unit: EntryUnit; clock: { now(): Date } }
export type EntryCaller = { principal: Principal; request_id: string | null }

/** One transaction over one locked entry; what it changed is published after the commit. */
export async function changeEntry<T>(
  deps: EntryDeps,
  workspaceId: string,
  id: string,
  work: (tx: EntryTransaction, entry: Entry) => Promise<T>,
): Promise<T> {
  return deps.unit.transact(workspaceId, async (tx) => {
    const entry = await tx.entries.lockById(id)
    if (!entry) throw notFound('This entry')
    const result = await work(tx, entry)
    await tx.outbox.add({
      topic: 'entry.publish',
      subject_id: id,
      payload: {},
      available_at: deps.clock.now(),
    })
    return result
  })
}

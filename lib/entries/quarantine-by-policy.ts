import { systemActor } from './actor'
import { changeEntry, type EntryDeps } from './change-entry'

/**
 * Takes an entry out of service because a rule of the workspace says so (its false-hit budget is
 * spent). False when it is not served anyway. Nobody's permission is asked: this is the safe direction.
 */
export async function quarantineByPolicy(
  deps: EntryDeps,
  workspaceId: string,
  entryId: string,
  reason: string,
): Promise<boolean> {
  const now = deps.clock.now()
  return changeEntry(deps, workspaceId, entryId, async (tx, entry) => {
    if (entry.state !== 'active') return false
    await tx.entries.setState(entryId, 'quarantined', reason, now)
    await tx.audit.append({
      type: 'entry.quarantined',
      actor: systemActor,
      target: { type: 'entry', id: entryId, label: `${entry.key}@${entry.current_version}` },
      reason,
      before: { state: entry.state },
      after: { state: 'quarantined' },
    })
    const subject = { type: 'entry' as const, id: entryId }
    const title = `${entry.key} was quarantined: ${reason}`
    const href = `/entries/${entryId}`
    await tx.notices.add({ kind: 'entry_quarantined', title, href, subject, to: 'deciders' }, now)
    return true
  })
}

import { authorize } from '@/lib/auth/authorize'
import { invalidInput, L0Error } from '@/lib/kernel/errors'
import { actorOf } from './actor'
import { changeEntry, type EntryCaller, type EntryDeps } from './change-entry'
import type { Entry, EntryVersion } from './schema'

/** Says what stands in the way of serving this text under the rules of now; null when nothing does. */
export type ServeCheck = (workspaceId: string, version: EntryVersion) => Promise<string | null>

export type RollbackInput = { to_version: number; reason: string }

/**
 * Copies version k as n + 1, so that history only grows. Asks for a fresh second factor. Throws
 * `conflict` for a version that is live already or was withdrawn, `forbidden` for one that today's
 * safety rules block.
 */
export async function rollbackEntry(
  deps: EntryDeps & { mayServe: ServeCheck },
  { principal, request_id }: EntryCaller,
  id: string,
  { to_version, reason }: RollbackInput,
): Promise<Entry> {
  const now = deps.clock.now()
  authorize(principal, { permission: 'entry.rollback', scope: 'review', now })
  const actor = actorOf(principal)
  return changeEntry(deps, principal.workspace_id, id, async (tx, entry) => {
    const detail = await tx.entries.get(id)
    const source = detail?.versions.find((version) => version.version === to_version)
    if (!source) throw invalidInput('to_version', `there is no version ${to_version}`)
    requireServable(entry, source)
    const block = await deps.mayServe(principal.workspace_id, source)
    if (block) throw new L0Error('forbidden', `Version ${to_version} cannot be served today: ${block}`)
    const { version: _number, created_at: _at, withdrawn_at: _withdrawn, ...copied } = source
    const { entry: after, version } = await tx.entries.addVersion(
      id,
      { ...copied, origin: 'rollback', from_version: to_version, reason, approved_by: [actor] },
      now,
    )
    await tx.audit.append({
      type: 'entry.rolled_back',
      actor,
      target: { type: 'entry', id, label: `${entry.key}@${version}` },
      reason,
      before: { version: entry.current_version, answer: entry.live?.answer ?? null, state: entry.state },
      after: { version, from_version: to_version, answer: source.answer, state: after.state },
      request_id,
    })
    return after
  })
}

function requireServable(entry: Entry, source: EntryVersion): void {
  if (source.withdrawn_at) {
    throw new L0Error('conflict', `The approval of version ${source.version} was taken back.`)
  }
  if (source.version === entry.current_version && entry.state !== 'quarantined') {
    throw new L0Error('conflict', `Version ${source.version} is live already.`)
  }
  if (entry.current_version < source.version) {
    throw new L0Error('conflict', `Version ${source.version} is not published yet.`)
  }
}

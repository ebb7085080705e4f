import { authorize } from '@/lib/auth/authorize'
import type { Permission } from '@/lib/auth/permissions'
import { L0Error } from '@/lib/kernel/errors'
import { actorOf } from './actor'
import { changeEntry, type EntryCaller, type EntryDeps } from './change-entry'
import type { EntryTransaction } from './ports'
import type { ServeCheck } from './rollback-entry'
import type { Entry, EntryState } from './schema'

type Change = {
  to: EntryState
  from: readonly EntryState[]
  permission: Permission
  event: 'entry.quarantined' | 'entry.restored' | 'entry.disabled'
}

const changes = {
  /** Stops serving at once and keeps the entry for review: one person, the safe direction. */
  quarantine: {
    to: 'quarantined',
    from: ['active'],
    permission: 'entry.quarantine',
    event: 'entry.quarantined',
  },
  /** Emergency stop: neither an approval nor a rollback ends it, only a restore. */
  disable: {
    to: 'disabled',
    from: ['active', 'quarantined'],
    permission: 'entry.disable',
    event: 'entry.disabled',
  },
  /** Serves the current version again: as grave as a rollback, and asked for in the same way. */
  restore: {
    to: 'active',
    from: ['quarantined', 'disabled'],
    permission: 'entry.rollback',
    event: 'entry.restored',
  },
} satisfies Record<string, Change>

export type EntryStateChange = keyof typeof changes

/** Throws `conflict` when the entry is not in a state this can start from. */
export async function changeEntryState(
  deps: EntryDeps & { mayServe?: ServeCheck },
  { principal, request_id }: EntryCaller,
  id: string,
  what: EntryStateChange,
  reason: string,
): Promise<Entry> {
  const now = deps.clock.now()
  const change: Change = changes[what]
  authorize(principal, { permission: change.permission, scope: 'review', now })
  return changeEntry(deps, principal.workspace_id, id, async (tx, entry) => {
    if (!change.from.includes(entry.state)) {
      throw new L0Error('conflict', `The entry is ${entry.state}${because(entry)}.`)
    }
    if (change.to === 'active') await requireServable(deps, principal.workspace_id, entry)
    const after = await tx.entries.setState(id, change.to, change.to === 'active' ? '' : reason, now)
    await tx.audit.append({
      type: change.event,
      actor: actorOf(principal),
      target: { type: 'entry', id, label: `${entry.key}@${entry.current_version}` },
      reason,
      before: { state: entry.state },
      after: { state: after.state },
      request_id,
    })
    if (change.to === 'quarantined') await tellDeciders(tx, entry, reason, actorOf(principal).id, now)
    return after
  })
}

async function tellDeciders(
  tx: EntryTransaction,
  { id, key }: Entry,
  reason: string,
  except: string,
  now: Date,
): Promise<void> {
  const subject = { type: 'entry' as const, id }
  const title = `${key} was quarantined: ${reason}`
  const notice = { kind: 'entry_quarantined' as const, title, href: `/entries/${id}`, subject }
  await tx.notices.add({ ...notice, to: 'deciders', except }, now)
}

/** What was stopped for its text must not come back under rules that forbid it. */
async function requireServable(
  deps: { mayServe?: ServeCheck },
  workspaceId: string,
  entry: Entry,
): Promise<void> {
  const block = entry.live && (await deps.mayServe?.(workspaceId, entry.live))
  if (block)
    throw new L0Error('forbidden', `Version ${entry.current_version} cannot be served today: ${block}`)
}

function because(entry: Entry): string {
  return entry.state_reason ? ` already (${entry.state_reason})` : ' already'
}

import type { AuditReader } from '../ports'
import type { AuditEvent, AuditEventType } from '../schema'
import type { Table } from './ports'
import type { EvidencePeriod } from './schema'

/** What an auditor asks for and the log answers: which events stand in which file. */
const eventFiles: Record<string, { about: string; types: AuditEventType[] }> = {
  access_changes: {
    about:
      'Access reviews, invitations, changes of roles, keys, passwords and second factors, ended sessions.',
    types: [
      'access.reviewed',
      'member.invited',
      'member.joined',
      'member.role_changed',
      'member.removed',
      'invitation.revoked',
      'key.created',
      'key.rotated',
      'key.revoked',
      'password.changed',
      'password.reset_requested',
      'password.reset_approved',
      'password.reset_revoked',
      'mfa.enrolled',
      'mfa.removed',
      'mfa.reset_requested',
      'mfa.reset_approved',
      'mfa.reset_rejected',
      'recovery_code.used',
      'session.revoked',
    ],
  },
  policy_changes: {
    about: 'Changes to policy, workspaces, webhooks and signing keys, with what was and what became.',
    types: [
      'policy.changed',
      'workspace.created',
      'workspace.updated',
      'workspace.deleted',
      'webhook.created',
      'webhook.updated',
      'webhook.deleted',
      'upstream.added',
      'upstream.updated',
      'upstream.removed',
      'upstream.reordered',
      'dedicated_store.set',
      'dedicated_store.removed',
      'dedicated_store.emptied',
      'analysis.started',
      'analysis.deleted',
      'onboarding.finished',
      'onboarding.dismissed',
      'signing_key.rotated',
      'secrets.resealed',
    ],
  },
  releases: {
    about: 'Releases of the normaliser: drafted, released, reverted.',
    types: ['release.drafted', 'release.released', 'release.reverted'],
  },
  rollbacks: {
    about: 'Answers taken back: rollbacks, quarantines, disables, restores, and reports of wrong answers.',
    types: [
      'entry.rollback_requested',
      'entry.rolled_back',
      'entry.quarantined',
      'entry.restored',
      'entry.disabled',
      'hit.reported',
    ],
  },
  failed_controls: {
    about:
      'Controls that had to refuse: failed sign-ins and codes, refused decisions and addresses, forged values. Sign-ins of unknown accounts are in the log "system".',
    types: [
      'signin.failed',
      'signin.throttled',
      'mfa.failed',
      'stepup.failed',
      'access.denied',
      'cache.forged_value',
    ],
  },
  exports: {
    about: 'Exports and erasures of personal data.',
    types: ['export.made', 'privacy.erased'],
  },
}

/** One table for each of `eventFiles`. */
export async function eventTables(
  log: Pick<AuditReader, 'list'>,
  workspaceId: string,
  period: EvidencePeriod,
): Promise<Table[]> {
  const tables: Table[] = []
  for (const [name, { about, types }] of Object.entries(eventFiles))
    tables.push(eventTable(name, about, await eventsOf(log, workspaceId, period, types)))
  return tables
}

const eventColumns = [
  'seq',
  'at',
  'type',
  'risk',
  'actor_type',
  'actor_id',
  'actor',
  'target_type',
  'target_id',
  'target',
  'reason',
  'before',
  'after',
  'leaf_hash',
]

function eventTable(name: string, about: string, events: AuditEvent[]): Table {
  const rows = events.map((event) => ({
    seq: event.seq,
    at: event.at,
    type: event.type,
    risk: event.risk,
    actor_type: event.actor.type,
    actor_id: event.actor.id,
    actor: event.actor.label,
    target_type: event.target.type,
    target_id: event.target.id,
    target: event.target.label,
    reason: event.reason ?? null,
    before: event.before === undefined ? null : JSON.stringify(event.before),
    after: event.after === undefined ? null : JSON.stringify(event.after),
    leaf_hash: event.leaf_hash,
  }))
  return { name: `${name}.csv`, about, columns: eventColumns, rows }
}

/** Oldest first. */
async function eventsOf(
  log: Pick<AuditReader, 'list'>,
  workspaceId: string,
  period: EvidencePeriod,
  type: AuditEventType[],
): Promise<AuditEvent[]> {
  const found: AuditEvent[] = []
  let cursor: string | null = null
  do {
    const page = await log.list(workspaceId, {
      type,
      from: period.from,
      to: period.to,
      limit: 200,
      ...(cursor ? { cursor } : {}),
    })
    found.push(...page.items)
    cursor = page.next_cursor
  } while (cursor)
  return found.reverse()
}

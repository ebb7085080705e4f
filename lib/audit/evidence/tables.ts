import type { AuditReader } from '../ports'
import { eventTables } from './event-tables'
import type { Cell, EvidenceReader, PersonRow, Table } from './ports'
import type { EvidencePeriod } from './schema'

export type TableDeps = { reader: EvidenceReader; log: Pick<AuditReader, 'list'>; now: Date }

/** The tables of a pack, in the order in which they are read. */
export async function evidenceTables(
  deps: TableDeps,
  workspaceId: string,
  period: EvidencePeriod,
): Promise<Table[]> {
  const { reader } = deps
  const from = new Date(period.from)
  const to = new Date(period.to)
  const people = await reader.people(workspaceId)
  return [
    peopleTable(people),
    mfaTable(people),
    await keysTable(deps, workspaceId),
    approvalsTable(await reader.approvals(workspaceId, from, to)),
    table(
      'votes',
      'Every vote of the period, those that were voided too.',
      await reader.votes(workspaceId, from, to),
      [
        'at',
        'proposal_id',
        'key',
        'risk',
        'verdict',
        'actor_id',
        'actor',
        'opened_at',
        'reason_code',
        'policy_version',
        'content_hash',
        'voided_at',
        'void_reason',
      ],
    ),
    ...(await eventTables(deps.log, workspaceId, period)),
  ]
}

function table(name: string, about: string, rows: Record<string, Cell>[], columns: string[]): Table {
  return { name: `${name}.csv`, about, columns, rows }
}

const peopleColumns = [
  'email',
  'name',
  'role',
  'state',
  'mfa_methods',
  'recovery_codes_left',
  'last_sign_in',
  'member_since',
  'removed_at',
  'user_id',
]

function peopleTable(people: PersonRow[]): Table {
  const rows = people.map((person) => ({ ...person, state: stateOf(person), mfa_methods: methodsOf(person) }))
  return table(
    'people',
    'Who has access now, and who had it before, with role and second factors.',
    rows,
    peopleColumns,
  )
}

function stateOf(person: PersonRow): string {
  if (person.removed_at) return 'removed'
  return person.disabled_at ? 'disabled' : 'active'
}

function methodsOf({ totp, passkeys }: PersonRow): string {
  const methods = [...(totp ? ['authenticator app'] : []), ...(passkeys > 0 ? [`${passkeys} × passkey`] : [])]
  return methods.join(', ') || 'none'
}

/** By role and over all. A person without a second factor can do nothing until one is enrolled. */
function mfaTable(people: PersonRow[]): Table {
  const active = people.filter((person) => stateOf(person) === 'active')
  const roles = [...new Set(active.map((person) => person.role))].sort()
  const line = (role: string, of: PersonRow[]) => {
    const enrolled = of.filter((person) => person.totp || person.passkeys > 0).length
    return {
      role,
      people: of.length,
      with_second_factor: enrolled,
      with_passkey: of.filter((person) => person.passkeys > 0).length,
      without: of.length - enrolled,
      percent: of.length === 0 ? 100 : Math.round((enrolled / of.length) * 1_000) / 10,
    }
  }
  const rows = [
    ...roles.map((role) =>
      line(
        role,
        active.filter((one) => one.role === role),
      ),
    ),
    line('all', active),
  ]
  const columns = ['role', 'people', 'with_second_factor', 'with_passkey', 'without', 'percent']
  return table('mfa_coverage', 'Second factors by role, of people with access now.', rows, columns)
}

async function keysTable({ reader, now }: TableDeps, workspaceId: string): Promise<Table> {
  const rows = (await reader.apiKeys(workspaceId)).map((key) => ({
    ...key,
    state: key.revoked_at
      ? 'revoked'
      : key.expires_at && Date.parse(key.expires_at) <= now.getTime()
        ? 'expired'
        : 'live',
  }))
  return table('api_keys', 'API keys, live and ended. Secrets are not stored and not here.', rows, [
    'name',
    'state',
    'scopes',
    'allowed_cidrs',
    'created_by',
    'created_at',
    'expires_at',
    'revoked_at',
    'last_used_at',
    'prefix',
    'replaces',
    'id',
  ])
}

function approvalsTable(approvals: Awaited<ReturnType<EvidenceReader['approvals']>>): Table {
  const rows = approvals.map(({ approvers, edited_by, ...rest }) => ({
    ...rest,
    approvers: approvers.length,
    first_approver: approvers[0]?.label ?? null,
    first_approver_id: approvers[0]?.id ?? null,
    second_approver: approvers[1]?.label ?? null,
    second_approver_id: approvers[1]?.id ?? null,
    more_approvers:
      approvers
        .slice(2)
        .map((one) => one.label)
        .join(', ') || null,
    edited_by: edited_by.join(', ') || null,
  }))
  return table('approvals', 'Every version that was approved in the period, with all who agreed.', rows, [
    'at',
    'key',
    'scope',
    'version',
    'risk',
    'origin',
    'approvers',
    'first_approver',
    'first_approver_id',
    'second_approver',
    'second_approver_id',
    'more_approvers',
    'edited_by',
    'withdrawn_at',
    'policy_version',
    'ruleset_version',
    'content_hash',
    'entry_id',
    'proposal_id',
  ])
}

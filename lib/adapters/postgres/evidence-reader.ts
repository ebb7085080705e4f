import type { ApiKeyRow, ApprovalRow, EvidenceReader, PersonRow, VoteRow } from '@/lib/audit/evidence/ports'
import type { Database } from './database'

/** Dates become text as Postgres reads them, so that rows are what the files hold. */
const iso = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

const people = `
  SELECT m.user_id, u.email, u.name, m.role,
         u.totp_enrolled_at IS NOT NULL AS totp,
         (SELECT count(*)::int FROM passkey p WHERE p.user_id = u.id) AS passkeys,
         (SELECT count(*)::int FROM recovery_code r WHERE r.user_id = u.id AND r.used_at IS NULL) AS recovery_codes_left,
         (SELECT ${iso('max(s.created_at)')} FROM session s
           WHERE s.user_id = u.id AND s.workspace_id = m.workspace_id) AS last_sign_in,
         ${iso('m.created_at')} AS member_since, ${iso('m.removed_at')} AS removed_at,
         ${iso('u.disabled_at')} AS disabled_at
    FROM membership m JOIN app_user u ON u.id = m.user_id
   WHERE m.workspace_id = $1 ORDER BY m.removed_at IS NOT NULL, u.email`

const apiKeys = `
  SELECT k.id, k.name, k.prefix, array_to_string(k.scopes, ' ') AS scopes,
         array_to_string(k.allowed_cidrs, ' ') AS allowed_cidrs,
         coalesce(u.email, k.created_by) AS created_by, ${iso('k.created_at')} AS created_at,
         ${iso('k.expires_at')} AS expires_at, ${iso('k.revoked_at')} AS revoked_at,
         ${iso('k.last_used_at')} AS last_used_at, k.replaces
    FROM api_key k LEFT JOIN app_user u ON u.id = k.created_by
   WHERE k.workspace_id = $1 ORDER BY k.revoked_at IS NOT NULL, k.created_at, k.id`

const approvals = `
  SELECT ${iso('v.created_at')} AS at, v.entry_id, v.version, e.key, e.scope, v.risk, v.origin, v.proposal_id,
         v.approved_by AS approvers, coalesce(p.edited_by, '{}') AS edited_by, v.content_hash, v.policy_version,
         v.ruleset_version, ${iso('w.created_at')} AS withdrawn_at
    FROM entry_version v
    JOIN entry e ON e.id = v.entry_id
    LEFT JOIN proposal p ON p.id = v.proposal_id
    LEFT JOIN entry_version_withdrawal w ON w.entry_id = v.entry_id AND w.version = v.version
   WHERE v.workspace_id = $1 AND v.created_at >= $2 AND v.created_at < $3
   ORDER BY v.created_at, v.entry_id, v.version`

const votes = `
  SELECT ${iso('d.created_at')} AS at, d.proposal_id, p.key, p.risk, d.verdict, d.actor_id, d.actor_label AS actor,
         ${iso('d.opened_at')} AS opened_at, d.reason_code, d.policy_version, d.content_hash,
         ${iso('d.voided_at')} AS voided_at, d.void_reason
    FROM decision d JOIN proposal p ON p.id = d.proposal_id
   WHERE d.workspace_id = $1 AND d.created_at >= $2 AND d.created_at < $3
   ORDER BY d.created_at, d.id`

/** What an evidence pack says of people, keys and approvals. */
export function evidenceReader({ prisma }: Database): EvidenceReader {
  const rows = <T>(sql: string, ...values: unknown[]) => prisma.$queryRawUnsafe<T[]>(sql, ...values)
  return {
    people: (workspaceId) => rows<PersonRow>(people, workspaceId),
    apiKeys: (workspaceId) => rows<ApiKeyRow>(apiKeys, workspaceId),
    approvals: (workspaceId, from, to) => rows<ApprovalRow>(approvals, workspaceId, from, to),
    votes: (workspaceId, from, to) => rows<VoteRow>(votes, workspaceId, from, to),
  }
}

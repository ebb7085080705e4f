export type Cell = string | number | boolean | null

/** One CSV file. */
export type Table = { name: string; about: string; columns: string[]; rows: Record<string, Cell>[] }

/** A person who has or had access. Times are ISO 8601. */
export type PersonRow = {
  user_id: string
  email: string
  name: string
  role: string
  totp: boolean
  passkeys: number
  recovery_codes_left: number
  last_sign_in: string | null
  member_since: string
  removed_at: string | null
  disabled_at: string | null
}

export type ApiKeyRow = {
  id: string
  name: string
  prefix: string
  scopes: string
  allowed_cidrs: string
  created_by: string
  created_at: string
  expires_at: string | null
  revoked_at: string | null
  last_used_at: string | null
  replaces: string | null
}

/** One version of an answer that came into being in the period, and who agreed to it. */
export type ApprovalRow = {
  at: string
  entry_id: string
  version: number
  key: string
  scope: string
  risk: string
  origin: string
  proposal_id: string | null
  approvers: { id: string; label: string }[]
  edited_by: string[]
  content_hash: string
  policy_version: number
  ruleset_version: string
  withdrawn_at: string | null
}

/** One vote, whether or not it led to anything. */
export type VoteRow = {
  at: string
  proposal_id: string
  key: string
  risk: string
  verdict: string
  actor_id: string
  actor: string
  opened_at: string | null
  reason_code: string | null
  policy_version: number
  content_hash: string
  voided_at: string | null
  void_reason: string | null
}

/** The state of one workspace that the log does not hold as such. Rows come in a stable order. */
export type EvidenceReader = {
  people(workspaceId: string): Promise<PersonRow[]>
  apiKeys(workspaceId: string): Promise<ApiKeyRow[]>
  approvals(workspaceId: string, from: Date, to: Date): Promise<ApprovalRow[]>
  votes(workspaceId: string, from: Date, to: Date): Promise<VoteRow[]>
}

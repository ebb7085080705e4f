import { dayMs, hourMs, minuteMs, secondMs } from '@/lib/kernel/time'
import type { Role, UserPrincipal } from './schema'

/** A session ends 12 hours after its last request, and 7 days after it began whatever happens. */
export const sessionIdleMs = 12 * hourMs
export const sessionLifeMs = 7 * dayMs
/** `last_seen_at` is written at most this often: a console page makes many requests. */
export const sessionTouchMs = minuteMs
/** After a rotation the token before it goes on for requests under way, with the rights it had. */
export const rotationGraceMs = 10 * secondMs

/** A session row with what it depends on, read in one query. `role` is null without a membership. */
export type SessionRecord = {
  id: string
  user_id: string
  workspace_id: string
  token_hash: string
  epoch: number
  created_at: Date
  last_seen_at: Date
  expires_at: Date
  mfa_at: Date | null
  step_up_at: Date | null
  revoked_at: Date | null
  previous_hash: string | null
  previous_mfa_at: Date | null
  rotated_at: Date | null
  email: string
  name: string
  user_epoch: number
  disabled_at: Date | null
  mfa_enrolled: boolean
  role: Role | null
}

/** Whoever holds this token now, or null: the one place that says whether a session stands. */
export function principalOf(record: SessionRecord, tokenHash: string, now: Date): UserPrincipal | null {
  const at = now.getTime()
  if (record.revoked_at || record.disabled_at || !record.role) return null
  if (record.epoch !== record.user_epoch) return null
  if (at >= record.expires_at.getTime() || at - record.last_seen_at.getTime() >= sessionIdleMs) return null
  const rights = rightsOf(record, tokenHash, at)
  if (!rights) return null
  return {
    kind: 'user',
    user_id: record.user_id,
    session_id: record.id,
    workspace_id: record.workspace_id,
    role: record.role,
    label: record.name || record.email,
    email: record.email,
    mfa_at: rights.mfa_at,
    step_up_at: rights.step_up_at,
    mfa_enrolled: record.mfa_enrolled,
  }
}

function rightsOf(record: SessionRecord, tokenHash: string, at: number) {
  if (tokenHash === record.token_hash) return { mfa_at: record.mfa_at, step_up_at: record.step_up_at }
  if (tokenHash !== record.previous_hash || !record.rotated_at) return null
  if (at - record.rotated_at.getTime() > rotationGraceMs) return null
  return { mfa_at: record.previous_mfa_at, step_up_at: null }
}

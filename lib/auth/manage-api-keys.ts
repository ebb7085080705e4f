import { L0Error, notFound } from '@/lib/kernel/errors'
import { newId } from '@/lib/kernel/ids'
import { dayMs, hourMs } from '@/lib/kernel/time'
import { requireRoom } from '@/lib/workspaces/plans'
import { newApiKey } from './api-key-format'
import { authorize } from './authorize'
import type { ApiKeyRecord, AuthParts, AuthTransaction, RequestOrigin } from './ports'
import type { ApiKeyView, CreateApiKey, NewApiKey, UserPrincipal } from './schema'
import { actorOf } from './second-factor'
import { trace } from './sign-in'

export async function listApiKeys(auth: AuthParts, principal: UserPrincipal): Promise<ApiKeyView[]> {
  authorize(principal, { permission: 'key.manage', now: auth.clock.now(), stepUp: false })
  return auth.unit.transact((tx) => tx.workspace(principal.workspace_id).keys.list())
}

/** Makes a key; the reply is the only place where it is ever seen. Throws `plan_limit` beyond the plan's. */
export async function createApiKey(
  auth: AuthParts,
  principal: UserPrincipal,
  input: CreateApiKey,
  origin: RequestOrigin,
): Promise<NewApiKey> {
  authorize(principal, { permission: 'key.manage', now: auth.clock.now() })
  const actor = actorOf(principal)
  const now = auth.clock.now()
  return auth.unit.transact(async (tx) => {
    const { keys, members, plan } = tx.workspace(principal.workspace_id)
    await members.lockAll()
    const live = (await keys.list()).filter((key) => isLive(key, now))
    requireRoom(await plan(), 'keys', live.length)
    return addApiKey(tx, { workspaceId: principal.workspace_id, actor, input, now, origin })
  })
}

/**
 * Makes the successor of a key. Both live for `overlapHours`, so that callers can be changed over
 * without an outage; then the older one expires by itself. Throws `conflict` if either would make a
 * third live key of one rotation.
 */
export async function rotateApiKey(
  auth: AuthParts,
  principal: UserPrincipal,
  rotation: { id: string; overlapHours: number },
  origin: RequestOrigin,
): Promise<NewApiKey> {
  const now = auth.clock.now()
  authorize(principal, { permission: 'key.manage', now })
  const workspaceId = principal.workspace_id
  const rotated = await auth.unit.transact(async (tx) => {
    const { keys, audit, announceKeys } = tx.workspace(workspaceId)
    const old = await keys.lock(rotation.id)
    if (!old) throw notFound('This API key')
    if (!isLive(old, now)) throw new L0Error('conflict', 'This key is revoked or expired. Create a new one.')
    await requireNoOtherRotation(tx, workspaceId, old, now)
    const days = old.expires_at ? lifeInDays(old) : null
    const { name, scopes, allowed_cidrs, rate_per_minute } = old
    const input = { name, scopes, allowed_cidrs, rate_per_minute, expires_in_days: days }
    const actor = actorOf(principal)
    const made = await addApiKey(tx, { workspaceId, actor, input, now, origin, replaces: old.id })
    const end = new Date(now.getTime() + rotation.overlapHours * hourMs)
    const expires =
      old.expires_at && Date.parse(old.expires_at) < end.getTime() ? new Date(old.expires_at) : end
    await keys.setExpiry(old.id, expires)
    await announceKeys(now)
    await audit.append({
      type: 'key.rotated',
      actor,
      target: { type: 'api_key', id: old.id, label: old.name },
      before: { expires_at: old.expires_at },
      after: { expires_at: expires.toISOString(), successor: made.record.id },
      ...trace(origin),
    })
    return { made, prefix: old.prefix }
  })
  auth.onKeyChanged(rotated.prefix)
  return rotated.made
}

/** Ends a key at once. Ending one that has ended already changes nothing. */
export async function revokeApiKey(
  auth: AuthParts,
  principal: UserPrincipal,
  id: string,
  origin: RequestOrigin,
): Promise<void> {
  authorize(principal, { permission: 'key.manage', now: auth.clock.now() })
  const { workspace_id } = principal
  const key = await auth.unit.transact((tx) =>
    endApiKey(tx, {
      workspaceId: workspace_id,
      id,
      actor: actorOf(principal),
      now: auth.clock.now(),
      origin,
    }),
  )
  auth.onKeyChanged(key.prefix)
}

type Actor = ReturnType<typeof actorOf> | { type: 'system'; id: string; label?: string | null }

/** The change itself, for the console and the command line alike. */
export async function addApiKey(
  tx: AuthTransaction,
  parts: {
    workspaceId: string
    actor: Actor
    input: CreateApiKey
    now: Date
    origin: RequestOrigin
    replaces?: string
  },
): Promise<NewApiKey> {
  const { workspaceId, actor, input, now, origin } = parts
  const { key, prefix, hash } = newApiKey()
  const expires =
    input.expires_in_days === null ? null : new Date(now.getTime() + input.expires_in_days * dayMs)
  const record: ApiKeyView = {
    id: newId('key', now.getTime()),
    name: input.name,
    prefix,
    scopes: [...new Set(input.scopes)],
    allowed_cidrs: input.allowed_cidrs,
    rate_per_minute: input.rate_per_minute,
    created_at: now.toISOString(),
    expires_at: expires?.toISOString() ?? null,
    revoked_at: null,
    last_used_at: null,
    replaces: parts.replaces ?? null,
  }
  const { keys, audit } = tx.workspace(workspaceId)
  await keys.add({ ...record, workspace_id: workspaceId, secret_hash: hash, created_by: actor.id })
  const { id, name, scopes, allowed_cidrs, expires_at, replaces } = record
  await audit.append({
    type: 'key.created',
    actor,
    target: { type: 'api_key', id, label: name },
    after: { prefix, scopes, allowed_cidrs, expires_at, replaces },
    ...trace(origin),
  })
  return { key, record }
}

export async function endApiKey(
  tx: AuthTransaction,
  parts: { workspaceId: string; id: string; actor: Actor; now: Date; origin: RequestOrigin },
): Promise<ApiKeyRecord> {
  const { keys, audit, announceKeys } = tx.workspace(parts.workspaceId)
  const key = await keys.lock(parts.id)
  if (!key) throw notFound('This API key')
  if (key.revoked_at) return key
  await keys.revoke(key.id, parts.now)
  await announceKeys(parts.now)
  await audit.append({
    type: 'key.revoked',
    actor: parts.actor,
    target: { type: 'api_key', id: key.id, label: key.name },
    ...trace(parts.origin),
  })
  return key
}

async function requireNoOtherRotation(
  tx: AuthTransaction,
  workspaceId: string,
  old: ApiKeyRecord,
  now: Date,
) {
  const { keys } = tx.workspace(workspaceId)
  const busy = (other: string) =>
    new L0Error('conflict', `This key is in a rotation with "${other}" already. Revoke one of the two first.`)
  const successor = await keys.successor(old.id)
  if (successor) throw busy(successor.name)
  const predecessor = old.replaces ? await keys.lock(old.replaces) : null
  if (predecessor && isLive(predecessor, now)) throw busy(predecessor.name)
}

function isLive(key: ApiKeyView, now: Date): boolean {
  return !key.revoked_at && (!key.expires_at || Date.parse(key.expires_at) > now.getTime())
}

/** The successor gets as long a life as the key was given. */
function lifeInDays(key: ApiKeyView): number {
  const lifeMs = Date.parse(key.expires_at!) - Date.parse(key.created_at)
  return Math.min(730, Math.max(1, Math.round(lifeMs / dayMs)))
}

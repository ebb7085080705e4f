import canonicalize from 'canonicalize'
import { createHash, randomBytes } from 'node:crypto'
import { L0Error } from '@/lib/kernel/errors'
import { newId } from '@/lib/kernel/ids'
import type { PersonalValue, PreparedEvent, SealedLeaf } from './ports'
import { AuditEvent, AuditEventInput, AuditWorkspaceId, defaultRisk } from './schema'

/** `prev` of the first event of a log. */
export const genesisHash = '0'.repeat(64)

/** A body larger than this is a mistake: the log is for what changed, not for documents. */
const maxBodyBytes = 256 * 1024

/** Targets whose label names a person. */
const personalTargets = new Set(['user', 'member', 'invitation', 'session'])

export type PrepareOptions = { now: Date; id?: string; salt?: () => string }

/**
 * The row to insert for an event: canonical body (RFC 8785) and the personal values kept out of it.
 * Throws `invalid_input` if the input is not valid or its `before`/`after` is not plain JSON.
 */
export function prepareEvent(
  workspaceId: string,
  raw: AuditEventInput,
  options: PrepareOptions,
): PreparedEvent {
  const workspace = AuditWorkspaceId.parse(workspaceId)
  const parsed = AuditEventInput.safeParse(raw)
  if (!parsed.success) throw badEvent(parsed.error.issues[0]?.message ?? 'not an audit event', parsed.error)
  const input = parsed.data
  const id = options.id ?? newId('evt', options.now.getTime())
  const { personal, labels } = splitPersonal(input, options.salt ?? randomSalt)
  const hashes = personal.map((item) => [item.field, personalHash(id, item)] as const)
  const body = canonicalJson({
    actor: { id: input.actor.id, label: labels.actor, type: input.actor.type },
    after: input.after,
    at: options.now.toISOString(),
    before: input.before,
    id,
    personal: hashes.length > 0 ? Object.fromEntries(hashes) : undefined,
    reason: input.reason ?? undefined,
    request_id: input.request_id ?? undefined,
    risk: input.risk ?? defaultRisk(input.type),
    target: { id: input.target.id, label: labels.target, type: input.target.type },
    type: input.type,
    v: 1,
  })
  if (Buffer.byteLength(body) > maxBodyBytes) throw badEvent(`the body exceeds ${maxBodyBytes} bytes`)
  return {
    id,
    workspace,
    type: input.type,
    actor: { type: input.actor.type, id: input.actor.id },
    target: { type: input.target.type, id: input.target.id },
    risk: input.risk ?? defaultRisk(input.type),
    at: options.now,
    requestId: input.request_id ?? null,
    body,
    personal,
  }
}

/**
 * The leaf text of a sealed event. The keys stand in RFC 8785 order and `body` is canonical, so this
 * plain concatenation, which the sealing trigger repeats in SQL, is canonical too.
 */
export function leafText(leaf: { body: string; prev: string; seq: number; workspace: string }): string {
  return `{"body":${leaf.body},"prev":"${leaf.prev}","seq":${leaf.seq},"ws":"${leaf.workspace}"}`
}

/** Hex SHA-256(0x00 ‖ UTF-8 leaf text): the leaf hash of RFC 9162 §2.1.1. */
export function leafHash(leaf: string): string {
  return createHash('sha256').update('\0').update(leaf, 'utf8').digest('hex')
}

/**
 * Hex SHA-256(salt ‖ JCS([event id, field, value])): hides the value, and is bound to its event and
 * field so that a disclosed value cannot be moved elsewhere.
 */
export function personalHash(eventId: string, item: PersonalValue): string {
  return createHash('sha256')
    .update(Buffer.from(item.salt, 'hex'))
    .update(canonicalJson([eventId, item.field, item.value]), 'utf8')
    .digest('hex')
}

/** The event a leaf proves, with what is left of its personal values filled in again. */
export function eventFromLeaf(sealed: SealedLeaf): AuditEvent {
  const leaf = JSON.parse(sealed.leaf) as {
    body: Omit<AuditEvent, 'personal' | 'seq'> & { personal?: Record<string, string>; v: number }
    prev: string
    seq: number
  }
  const { personal: hashes = {}, v: _version, ...body } = leaf.body
  const kept = new Map(sealed.personal.map((item) => [item.field, item.value]))
  const personal = Object.fromEntries(
    Object.entries(hashes).map(([field, hash]) => [field, { hash, value: kept.get(field) ?? null }]),
  )
  return AuditEvent.parse({
    ...body,
    seq: leaf.seq,
    actor: { ...body.actor, label: body.actor.label ?? kept.get('actor_label') ?? null },
    target: { ...body.target, label: body.target.label ?? kept.get('target_label') ?? null },
    reason: body.reason ?? kept.get('reason'),
    personal: Object.keys(personal).length > 0 ? personal : undefined,
    leaf_hash: sealed.leafHash,
    prev_hash: leaf.prev,
  })
}

/** RFC 8785 text of plain JSON. Throws `invalid_input` for what JSON cannot say (cycles, bigint, NaN). */
export function canonicalJson(value: unknown): string {
  try {
    const text = canonicalize(toPlainJson(value))
    if (text !== undefined) return text
  } catch (error) {
    throw badEvent('it holds a value that is not plain JSON', error)
  }
  throw badEvent('it holds a value that is not plain JSON')
}

/**
 * RFC 8785 §3.2.2.2 refuses lone surrogates and Postgres cannot hold U+0000. A change must not fail
 * because of a stray code unit in somebody's text, so both become U+FFFD before anything is hashed.
 */
function toPlainJson(value: unknown): unknown {
  const text = JSON.stringify(value, (_key, item: unknown) => {
    if (typeof item === 'number' && !Number.isFinite(item)) throw new TypeError('not a finite number')
    if (typeof item === 'function' || typeof item === 'symbol') throw new TypeError('not plain JSON')
    return item
  })
  return text === undefined ? undefined : cleanStrings(JSON.parse(text))
}

function cleanStrings(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value)
  if (Array.isArray(value)) return value.map(cleanStrings)
  if (typeof value !== 'object' || value === null) return value
  // `fromEntries` defines own properties, so a key named __proto__ stays data.
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [cleanText(key), cleanStrings(item)]))
}

function cleanText(text: string): string {
  // A round trip through UTF-8 turns lone surrogates into U+FFFD.
  return Buffer.from(text, 'utf8').toString('utf8').replaceAll('\0', '\uFFFD')
}

function splitPersonal(input: AuditEventInput, salt: () => string) {
  const values: Record<string, string> = { ...input.personal }
  const labels: { actor?: string; target?: string } = {}
  const { actor, target } = input
  if (actor.label != null) {
    if (actor.type === 'user') values.actor_label = actor.label
    if (actor.type !== 'user') labels.actor = actor.label
  }
  if (target.label != null) {
    if (personalTargets.has(target.type)) values.target_label = target.label
    if (!personalTargets.has(target.type)) labels.target = target.label
  }
  const personal: PersonalValue[] = Object.entries(values).map(([field, value]) => ({
    field,
    value: cleanText(value),
    salt: salt(),
  }))
  return { personal, labels }
}

function randomSalt(): string {
  return randomBytes(32).toString('hex')
}

function badEvent(message: string, cause?: unknown): L0Error {
  return new L0Error('invalid_input', `Audit event: ${message}.`, { cause })
}

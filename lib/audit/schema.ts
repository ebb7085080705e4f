import { z } from 'zod'

/**
 * Every change of state that is recorded. The list is closed: a new kind of change is added here
 * first, so that the viewer's filter, the exports and the evidence pack all know it.
 */
export const auditEventTypes = [
  'proposal.created',
  'proposal.edited',
  'proposal.finding_acknowledged',
  'proposal.assigned',
  'proposal.assistant_asked',
  'proposal.approved',
  'proposal.rejected',
  'proposal.vote_recorded',
  'proposal.undone',
  'proposal.superseded',
  'proposal.expired',
  'entry.version_created',
  'entry.rollback_requested',
  'entry.rolled_back',
  'entry.quarantined',
  'entry.restored',
  'entry.disabled',
  'entry.imported',
  'entry.freshness_set',
  'comment.added',
  'release.drafted',
  'release.released',
  'release.reverted',
  'memo.decided',
  'memo.revoked',
  'intent.created',
  'intent.updated',
  'intent.deleted',
  'intent.merged',
  'intent.unmerged',
  'phrasing.added',
  'phrasing.removed',
  'workspace.created',
  'workspace.updated',
  'workspace.deleted',
  'policy.changed',
  'price.set',
  'price.removed',
  'rollout.backed_off',
  'plan.changed',
  'plan.adjusted',
  'member.invited',
  'member.joined',
  'member.role_changed',
  'member.removed',
  'invitation.revoked',
  'access.reviewed',
  'access.denied',
  'key.created',
  'key.rotated',
  'key.revoked',
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
  'signin.succeeded',
  'signin.failed',
  'signin.throttled',
  'password.changed',
  'password.reset_requested',
  'password.reset_approved',
  'password.reset_revoked',
  'mfa.enrolled',
  'mfa.removed',
  'mfa.failed',
  'mfa.reset_requested',
  'mfa.reset_approved',
  'mfa.reset_rejected',
  'recovery_code.used',
  'stepup.succeeded',
  'stepup.failed',
  'session.revoked',
  'cache.forged_value',
  'cache.rebuilt',
  'hit.reported',
  'hit.judged',
  'library.published',
  'library.unpublished',
  'library.adopted',
  'safety.rescan',
  'privacy.erased',
  'export.made',
  'signing_key.rotated',
  'secrets.resealed',
] as const
export const AuditEventType = z.enum(auditEventTypes)
export type AuditEventType = z.infer<typeof AuditEventType>

export const auditRisks = ['low', 'medium', 'high'] as const
export const AuditRisk = z.enum(auditRisks)
export type AuditRisk = z.infer<typeof AuditRisk>

/** The log that holds what belongs to no workspace, such as failed sign-ins of unknown accounts. */
export const installationLog = 'system'

/** A log's name. The alphabet is narrow so that the sealing trigger may concatenate it into JSON. */
export const AuditWorkspaceId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/)

const AuditActorType = z.enum(['user', 'api_key', 'system'])
type AuditActorType = z.infer<typeof AuditActorType>

/** Who did it. `label` is for people to read (an email, a key's name); null once erased. */
export const AuditActor = z.object({
  type: AuditActorType,
  id: z.string().min(1).max(200),
  label: z.string().max(320).nullable(),
})
export type AuditActor = z.infer<typeof AuditActor>

/** What it was done to, e.g. `{ type: 'entry', id: 'ent_…', label: 'cancel_order@3' }`. */
export const AuditTarget = z.object({
  type: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/),
  id: z.string().min(1).max(200),
  label: z.string().max(320).nullable(),
})
export type AuditTarget = z.infer<typeof AuditTarget>

const PersonalField = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/)
const Sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const IsoMs = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)

/**
 * What a use case writes, inside the transaction of the change it records.
 *
 * Personal data (an address, an email) goes into `personal`, never into `before`, `after` or
 * `reason`: the leaf then holds only a salted hash, and the value can be erased later. The labels of
 * `user` actors and of `user`, `member` and `invitation` targets are treated so by themselves.
 */
export const AuditEventInput = z.object({
  type: AuditEventType,
  actor: AuditActor.extend({ label: z.string().max(320).nullish() }),
  target: AuditTarget.extend({ label: z.string().max(320).nullish() }),
  reason: z.string().max(4_000).nullish(),
  /** State before and after, as plain JSON. Only what changed: the viewer shows it as a diff. */
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  /** Left out: `defaultRisk(type)`. */
  risk: AuditRisk.optional(),
  request_id: z.string().max(200).nullish(),
  personal: z.record(PersonalField, z.string().max(2_000)).optional(),
})
export type AuditEventInput = z.infer<typeof AuditEventInput>

/** A commitment to a personal value: `value` is null once the value and its salt were erased. */
const AuditPersonal = z.object({ hash: Sha256, value: z.string().nullable() })
type AuditPersonal = z.infer<typeof AuditPersonal>

/** A sealed event as the API returns it. `seq` counts from 1 without gaps within a workspace. */
export const AuditEvent = z.object({
  id: z.string(),
  seq: z.int().positive(),
  type: AuditEventType,
  actor: AuditActor,
  target: AuditTarget,
  at: IsoMs,
  risk: AuditRisk,
  reason: z.string().optional(),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  request_id: z.string().optional(),
  personal: z.record(z.string(), AuditPersonal).optional(),
  /** Hex SHA-256(0x00 ‖ leaf text), RFC 9162 §2.1.1. */
  leaf_hash: Sha256,
  /** Leaf hash of the event before it; 64 zeros for the first. */
  prev_hash: Sha256,
})
export type AuditEvent = z.infer<typeof AuditEvent>

const oneOrMany = <T extends z.ZodType<string>>(item: T) =>
  z.preprocess(
    (value) => (typeof value === 'string' ? value.split(',').filter(Boolean) : value),
    z.array(item),
  )

/** Filters of the list, newest first. All given filters must match; several values of one mean "any of". */
export const AuditQuery = z.object({
  /** An actor's id. */
  actor: z.string().max(200).optional(),
  /** One type, several separated by commas, or an array. */
  type: oneOrMany(AuditEventType).optional(),
  target_type: z.string().max(40).optional(),
  /** A target's id. */
  target: z.string().max(200).optional(),
  /** Inclusive. */
  from: z.iso.datetime({ offset: true }).optional(),
  /** Exclusive. */
  to: z.iso.datetime({ offset: true }).optional(),
  risk: oneOrMany(AuditRisk).optional(),
  /** `next_cursor` of the page before: the `seq` to go on below. */
  cursor: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type AuditQuery = z.infer<typeof AuditQuery>
/** The same before defaults are filled in. */
export type AuditQueryInput = z.input<typeof AuditQuery>

export const AuditPage = z.object({ items: z.array(AuditEvent), next_cursor: z.string().nullable() })
export type AuditPage = z.infer<typeof AuditPage>

/**
 * A signed statement "the first `size` events hash to `root`" (C2SP tlog-checkpoint). `note` is what
 * was signed and is the truth; the other members are read out of it.
 */
export const Checkpoint = z.object({
  workspace: z.string(),
  size: z.int().positive(),
  /** Hex Merkle tree hash, RFC 9162 §2.1.1. */
  root: Sha256,
  timestamp: IsoMs,
  /** Eight hex digits: the C2SP signed-note key id. */
  key_id: z.string().regex(/^[0-9a-f]{8}$/),
  note: z.string(),
})
export type Checkpoint = z.infer<typeof Checkpoint>

/** The old key's signed word that a new key speaks for the log from `size` on. */
export const KeyChange = z.object({
  workspace: z.string(),
  /** Checkpoints up to this size are the old key's, larger ones the new key's. */
  size: z.int().nonnegative(),
  /** C2SP verifier keys, `<name>+<id>+<base64>`. */
  old_key: z.string(),
  new_key: z.string(),
  timestamp: IsoMs,
  note: z.string(),
})
export type KeyChange = z.infer<typeof KeyChange>

/** Everything needed to check one event without the app: save it and run the verifier on it. */
export const InclusionProof = z.object({
  format: z.literal('l0-audit-proof/1'),
  leaf: z.string(),
  leaf_hash: Sha256,
  /** `seq` − 1. */
  index: z.int().nonnegative(),
  path: z.array(Sha256),
  checkpoint: z.string(),
  key: z.string(),
})
export type InclusionProof = z.infer<typeof InclusionProof>

const highRisk: ReadonlySet<AuditEventType> = new Set<AuditEventType>([
  'entry.rolled_back',
  'entry.disabled',
  'entry.imported',
  'release.released',
  'release.reverted',
  'workspace.deleted',
  'policy.changed',
  'member.role_changed',
  'key.created',
  'password.reset_requested',
  'password.reset_approved',
  'mfa.removed',
  'mfa.reset_requested',
  'mfa.reset_approved',
  'recovery_code.used',
  'cache.forged_value',
  'dedicated_store.set',
  'dedicated_store.removed',
  'signing_key.rotated',
  'secrets.resealed',
])
const lowRisk: ReadonlySet<AuditEventType> = new Set<AuditEventType>([
  'proposal.created',
  'proposal.assigned',
  'proposal.assistant_asked',
  'entry.freshness_set',
  'comment.added',
  'proposal.edited',
  'proposal.rejected',
  'proposal.superseded',
  'proposal.expired',
  'release.drafted',
  'phrasing.added',
  'phrasing.removed',
  'member.joined',
  'access.reviewed',
  'signin.succeeded',
  'stepup.succeeded',
  'safety.rescan',
])

/** How closely an auditor should look when the use case does not say. */
export function defaultRisk(type: AuditEventType): AuditRisk {
  if (highRisk.has(type)) return 'high'
  return lowRisk.has(type) ? 'low' : 'medium'
}

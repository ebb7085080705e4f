import type { AuditTrail } from '@/lib/audit/trail'
import type { Plan } from '@/lib/workspaces/plans'
import type { Clock } from '@/lib/kernel/time'
import type { Gate } from './gate'
import type { Passwords } from './password'
import type { ApiKeyView, Invitation, Member, PasskeyView, Role, SessionView } from './schema'
import type { SessionRecord } from './session'
import type { ThrottleRule } from './throttle'

/** A person's account. `totp_secret` is sealed; null until a factor is enrolled. */
export type UserRecord = {
  id: string
  email: string
  name: string
  password_hash: string | null
  totp_secret: string | null
  totp_last_step: number
  /** An authenticator app or a passkey. */
  mfa_enrolled: boolean
  epoch: number
  disabled_at: Date | null
}

export type MembershipOf = { id: string; slug: string; name: string; role: Role }

export type UserStore = {
  get(id: string): Promise<UserRecord | null>
  /** `email` in lower case. */
  findByEmail(email: string): Promise<UserRecord | null>
  /** Reads and locks the row until the transaction ends. */
  lock(id: string): Promise<UserRecord | null>
  create(user: { id: string; email: string; name: string; password_hash: string | null }): Promise<void>
  setPassword(id: string, hash: string): Promise<void>
  setTotp(id: string, value: { secret: string; last_step: number; now: Date }): Promise<void>
  /** True for exactly one caller a time step, and never for a step before the last one used. */
  useTotpStep(id: string, step: number): Promise<boolean>
  /** Removes authenticator, passkeys and recovery codes. */
  clearFactors(id: string): Promise<void>
  /** Voids every session made under the epoch before; returns the new one. */
  raiseEpoch(id: string): Promise<number>
  /** Workspaces the person is a member of now, oldest membership first. */
  memberships(id: string): Promise<MembershipOf[]>
}

type NewSession = {
  id: string
  user_id: string
  workspace_id: string
  token_hash: string
  epoch: number
  now: Date
  expires_at: Date
  user_agent: string | null
}

export type SessionChange = {
  token_hash: string
  now: Date
  step_up_at: Date | null
  /** Left out: as it was. */
  mfa?: { at: Date; method: string }
  epoch?: number
  workspace_id?: string
}

export type SessionStore = {
  create(session: NewSession): Promise<void>
  /** The row with its user and membership, whatever their state: `principalOf` judges. */
  find(id: string): Promise<SessionRecord | null>
  /** Gives the session a new token and remembers the old one; false when it is revoked. */
  rotate(id: string, change: SessionChange): Promise<boolean>
  touch(id: string, now: Date): Promise<void>
  /** False when there is no such live session of this person. */
  revoke(id: string, userId: string, now: Date): Promise<boolean>
  /** Returns how many ended. */
  revokeAll(userId: string, now: Date, except?: string): Promise<number>
  listLive(userId: string, now: Date): Promise<Omit<SessionView, 'current'>[]>
  /** Where the person worked last, if anywhere. */
  lastWorkspace(userId: string): Promise<string | null>
}

export type ThrottleStore = {
  /**
   * Counts one attempt under a row lock. Not allowed: how long to wait. Allowed: the wait that begins
   * if it fails, 0 while attempts are free. In seconds.
   */
  take(subject: string, rule: ThrottleRule, now: Date): Promise<{ allowed: boolean; waitSeconds: number }>
  clear(subjects: string[]): Promise<void>
  /** One attempt turned out to be none: counts one less, and waits no longer. */
  giveBack(subject: string): Promise<void>
}

type ChallengePurpose = 'totp_enrol' | 'passkey_register' | 'passkey_verify' | 'passkey_step_up' | 'grant'
export type Challenge = { id: string; value: string; binding: string }

export type ChallengeStore = {
  add(
    challenge: Challenge & { user_id: string; purpose: ChallengePurpose; now: Date; expires_at: Date },
  ): Promise<void>
  /** Spends the newest live one; null when there is none (left). Exactly one caller gets it. */
  spend(which: {
    user_id: string
    purpose: ChallengePurpose
    binding?: string
    now: Date
  }): Promise<Challenge | null>
  /** The newest live one, unspent. */
  peek(which: {
    user_id: string
    purpose: ChallengePurpose
    binding?: string
    now: Date
  }): Promise<Challenge | null>
}

export type PasskeyRecord = PasskeyView & {
  user_id: string
  credential_id: string
  public_key: Uint8Array
  counter: number
  transports: string[]
}

export type FactorStore = {
  replaceRecoveryCodes(userId: string, hashes: string[]): Promise<void>
  /** True for exactly one caller a code. */
  useRecoveryCode(userId: string, hash: string, now: Date): Promise<boolean>
  recoveryCodesLeft(userId: string): Promise<number>
  addPasskey(passkey: Omit<PasskeyRecord, 'created_at' | 'last_used_at'>): Promise<void>
  passkeys(userId: string): Promise<PasskeyRecord[]>
  removePasskey(userId: string, id: string): Promise<boolean>
  /** Raises the counter; false when it did not rise, as with a cloned authenticator (WebAuthn §6.1.1). */
  passkeyUsed(id: string, counter: number, now: Date): Promise<boolean>
}

export type ApiKeyRecord = ApiKeyView & { workspace_id: string; secret_hash: string; created_by: string }

/** API keys of one workspace. */
export type ApiKeyStore = {
  list(): Promise<ApiKeyView[]>
  /** Reads and locks. */
  lock(id: string): Promise<ApiKeyRecord | null>
  add(key: ApiKeyRecord): Promise<void>
  /** The key that replaces this one and is not revoked. */
  successor(id: string): Promise<ApiKeyView | null>
  setExpiry(id: string, at: Date): Promise<void>
  revoke(id: string, now: Date): Promise<void>
}

/** Across workspaces, because a caller's key is what says which workspace it is for. */
export type ApiKeyDirectory = {
  findByPrefix(prefix: string): Promise<ApiKeyRecord | null>
  /** Times of last use by key id, written in one statement; never moves a time back. */
  markUsed(times: ReadonlyMap<string, Date>): Promise<void>
}

/** Members of one workspace. */
export type MemberStore = {
  list(): Promise<Member[]>
  get(userId: string): Promise<Member | null>
  /** Locks the workspace's memberships, so that two changes cannot both remove "the other" admin. */
  lockAll(): Promise<void>
  countAdmins(): Promise<number>
  put(userId: string, role: Role, now: Date): Promise<void>
  remove(userId: string, now: Date): Promise<void>
}

export type InvitationRecord = Invitation & {
  workspace_id: string
  created_by: string
  accepted_at: Date | null
  revoked_at: Date | null
}

/** Invitations of one workspace. */
export type InvitationStore = {
  list(now: Date): Promise<Invitation[]>
  add(
    invitation: Omit<InvitationRecord, 'accepted_at' | 'revoked_at'> & { token_hash: string },
  ): Promise<void>
  /** False when it is used, revoked or unknown. */
  revoke(id: string, now: Date): Promise<boolean>
  revokeFor(email: string, now: Date): Promise<void>
}

export type MfaResetRecord = {
  id: string
  user_id: string
  requested_by: string
  reason: string
  created_at: Date
  expires_at: Date
  approved_at: Date | null
  rejected_at: Date | null
}

/** Resets of lost second factors, of one workspace. */
export type MfaResetStore = {
  listOpen(now: Date): Promise<MfaResetRecord[]>
  lock(id: string): Promise<MfaResetRecord | null>
  /** Closes expired ones of the person first; throws `conflict` when one is open. */
  add(reset: Omit<MfaResetRecord, 'approved_at' | 'rejected_at'>): Promise<void>
  approve(id: string, by: string, now: Date): Promise<void>
  reject(id: string, now: Date): Promise<void>
}

export type PasswordResetRecord = {
  id: string
  workspace_id: string
  user_id: string
  requested_by: string
  reason: string
  token_hash: string | null
  created_at: Date
  expires_at: Date
  approved_by: string | null
  approved_at: Date | null
  used_at: Date | null
  revoked_at: Date | null
}

/** Resets of forgotten passwords, of one workspace. */
export type PasswordResetStore = {
  listOpen(now: Date): Promise<PasswordResetRecord[]>
  lock(id: string): Promise<PasswordResetRecord | null>
  add(
    reset: Pick<
      PasswordResetRecord,
      'id' | 'user_id' | 'requested_by' | 'reason' | 'token_hash' | 'created_at' | 'expires_at'
    >,
  ): Promise<void>
  approve(id: string, by: string, tokenHash: string, now: Date): Promise<void>
  /** False when it is used, taken back or unknown. */
  revoke(id: string, now: Date): Promise<boolean>
  revokeFor(userId: string, now: Date): Promise<void>
}

type WorkspaceAccess = {
  plan(): Promise<Plan>
  members: MemberStore
  keys: ApiKeyStore
  invitations: InvitationStore
  resets: MfaResetStore
  passwordResets: PasswordResetStore
  audit: AuditTrail
  /** Tells every instance, after the commit, to forget what it remembers of the workspace's keys. */
  announceKeys(at: Date): Promise<void>
}

export type AuthTransaction = {
  users: UserStore
  sessions: SessionStore
  throttles: ThrottleStore
  challenges: ChallengeStore
  factors: FactorStore
  /** A one-use link is found by its hash before its workspace is known. Locks the row. */
  findInvitation(tokenHash: string): Promise<(InvitationRecord & { workspace: string }) | null>
  /** False when somebody else was faster. */
  acceptInvitation(id: string, now: Date): Promise<boolean>
  /** As with invitations. */
  findPasswordReset(tokenHash: string): Promise<PasswordResetRecord | null>
  /** True for exactly one caller. */
  usePasswordReset(id: string, now: Date): Promise<boolean>
  workspace(id: string): WorkspaceAccess
  /** The log of a workspace, or `installationLog`. */
  audit(log: string): AuditTrail
}

/** Runs `work` in one database transaction. */
export type AuthUnit = { transact<T>(work: (tx: AuthTransaction) => Promise<T>): Promise<T> }

/** Encryption at rest. */
type Sealer = { seal(plain: string): string; open(sealed: string): string }

/** Who WebAuthn credentials are made for: the site's host name and its origin. */
export type RelyingParty = { id: string; name: string; origin: string }

/** What the use cases of sign-in, factors and keys work with. */
export type AuthParts = {
  clock: Clock
  unit: AuthUnit
  /** Outside a transaction: the per-request session check. */
  sessions: SessionStore
  passwords: Passwords
  signInGate: Gate
  sealer: Sealer
  issuer: string
  relyingParty: RelyingParty
  /** Called after a commit that changed a key: this instance forgets it before the reply leaves. */
  onKeyChanged(prefix: string): void
}

/** Where a request came from, for the audit log and throttling. */
export type RequestOrigin = { request_id: string; address: string; user_agent: string | null }

import { z } from 'zod'

/** What a person may be in a workspace. */
export const Role = z.enum(['viewer', 'operator', 'admin', 'auditor'])
export type Role = z.infer<typeof Role>

/** What an API key may do. */
export const ApiScope = z.enum(['lookup', 'review', 'audit'])
export type ApiScope = z.infer<typeof ApiScope>

export const Email = z
  .email()
  .max(254)
  .transform((text) => text.toLowerCase())
/** Length is the rule (NIST SP 800-63B §5.1.1.2); common passwords are refused where it is set. */
const Password = z.string().min(12).max(200)

/** Who is asking. `label` is for people to read; ids are what rules compare. */
export type UserPrincipal = {
  kind: 'user'
  user_id: string
  session_id: string
  workspace_id: string
  role: Role
  label: string
  email: string
  /** When the second factor was proven in this session, or null: then nothing but `/mfa` is open. */
  mfa_at: Date | null
  /** Last fresh proof of a second factor in this session. */
  step_up_at: Date | null
  /** Has the person enrolled a second factor at all? */
  mfa_enrolled: boolean
}
export type KeyPrincipal = {
  kind: 'api_key'
  key_id: string
  workspace_id: string
  scopes: ApiScope[]
  label: string
  rate_per_minute: number | null
}
export type Principal = UserPrincipal | KeyPrincipal

export const SessionView = z.object({
  id: z.string(),
  current: z.boolean(),
  created_at: z.string(),
  last_seen_at: z.string(),
  mfa_at: z.string().nullable(),
  user_agent: z.string().nullable(),
})
export type SessionView = z.infer<typeof SessionView>

/** What the browser knows of the person signed in. */
export const Me = z.object({
  user_id: z.string(),
  email: z.string(),
  name: z.string(),
  role: Role,
  workspace: z.object({ id: z.string(), slug: z.string(), name: z.string() }),
  workspaces: z.array(z.object({ id: z.string(), slug: z.string(), name: z.string(), role: Role })),
  mfa_enrolled: z.boolean(),
  mfa_at: z.string().nullable(),
  step_up_at: z.string().nullable(),
  recovery_codes_left: z.number().int(),
  passkeys: z.number().int().default(0),
})
export type Me = z.infer<typeof Me>

export const Member = z.object({
  user_id: z.string(),
  email: z.string(),
  name: z.string(),
  role: Role,
  mfa_enrolled: z.boolean(),
  created_at: z.string(),
  last_seen_at: z.string().nullable(),
})
export type Member = z.infer<typeof Member>

export const Invitation = z.object({
  id: z.string(),
  email: z.string(),
  role: Role,
  created_at: z.string(),
  expires_at: z.string(),
})
export type Invitation = z.infer<typeof Invitation>

export const InviteMember = z.strictObject({ email: Email, role: Role })
export const ChangeRole = z.strictObject({ role: Role })
export const AcceptInvitation = z.strictObject({
  token: z.string().min(20).max(200),
  name: z.string().trim().min(1).max(100),
  password: Password,
})

export const ApiKeyView = z.object({
  id: z.string(),
  name: z.string(),
  prefix: z.string(),
  scopes: z.array(ApiScope),
  allowed_cidrs: z.array(z.string()),
  rate_per_minute: z.number().int().nullable(),
  created_at: z.string(),
  expires_at: z.string().nullable(),
  revoked_at: z.string().nullable(),
  last_used_at: z.string().nullable(),
  replaces: z.string().nullable(),
})
export type ApiKeyView = z.infer<typeof ApiKeyView>

export const CreateApiKey = z.strictObject({
  name: z.string().trim().min(1).max(80),
  scopes: z.array(ApiScope).min(1).max(3),
  expires_in_days: z.number().int().min(1).max(730).nullable().default(null),
  allowed_cidrs: z
    .array(z.union([z.cidrv4(), z.cidrv6()]))
    .max(20)
    .default([]),
  rate_per_minute: z.number().int().min(1).max(1_000_000).nullable().default(null),
})
export type CreateApiKey = z.infer<typeof CreateApiKey>

/** A key as it is shown once, at creation: afterwards only its hash exists. */
export const NewApiKey = z.object({ key: z.string(), record: ApiKeyView })
export type NewApiKey = z.infer<typeof NewApiKey>
/** The older key lives on for so long, so that callers can be changed without an outage. */
export const RotateApiKey = z.strictObject({ overlap_hours: z.number().int().min(0).max(720).default(24) })

/** Six digits of an authenticator, or a recovery code. */
export const TotpCode = z.strictObject({ code: z.string().trim().min(6).max(40) })

/** What an authenticator app needs; `qr_svg` is the same URI drawn as an SVG element. */
export const TotpEnrolment = z.object({ otpauth_uri: z.string(), secret: z.string(), qr_svg: z.string() })
export type TotpEnrolment = z.infer<typeof TotpEnrolment>
/** Shown once; each works once in place of a code. */
export const RecoveryCodes = z.object({ recovery_codes: z.array(z.string()) })
export type RecoveryCodes = z.infer<typeof RecoveryCodes>

export const ChangePassword = z.strictObject({
  current_password: z.string().min(1).max(200),
  new_password: Password,
})

export const NewInvitation = Invitation.extend({ link: z.string() })
export type NewInvitation = z.infer<typeof NewInvitation>

/** What a one-use link says of itself before it is used. */
export const InvitationPreview = z.object({
  email: z.string(),
  role: Role,
  workspace: z.string(),
  expires_at: z.string(),
})
export type InvitationPreview = z.infer<typeof InvitationPreview>

export const PasskeyView = z.object({
  id: z.string(),
  name: z.string(),
  created_at: z.string(),
  last_used_at: z.string().nullable(),
})
export type PasskeyView = z.infer<typeof PasskeyView>

/** What a passkey step-up proves: this action, on this item, with this content, and nothing else. */
export const StepUpBinding = z.strictObject({
  action: z.string().regex(/^[a-z][a-z_.]{0,39}$/),
  item: z.string().min(1).max(100),
  content_hash: z.string().max(128).default(''),
})
export type StepUpBinding = z.infer<typeof StepUpBinding>

/** A lost second factor, waiting for a second admin. */
export const MfaResetView = z.object({
  id: z.string(),
  user_id: z.string(),
  email: z.string(),
  requested_by: z.string(),
  reason: z.string(),
  created_at: z.string(),
  expires_at: z.string(),
})
export type MfaResetView = z.infer<typeof MfaResetView>
/** A forgotten password. `waiting`: a second admin has to agree before there is a link. */
export const PasswordResetView = MfaResetView.extend({ waiting: z.boolean() })
export type PasswordResetView = z.infer<typeof PasswordResetView>
/** `link` is shown once; null while a second admin has to agree. */
export const MadePasswordReset = z.object({
  id: z.string(),
  expires_at: z.string(),
  link: z.string().nullable(),
})
export type MadePasswordReset = z.infer<typeof MadePasswordReset>
export const ResetToken = z.strictObject({ token: z.string().min(20).max(200) })
export const UsePasswordReset = ResetToken.extend({ password: Password })
export const PasswordResetPreview = z.object({ email: z.string(), expires_at: z.string() })
export type PasswordResetPreview = z.infer<typeof PasswordResetPreview>

export const RequestMfaReset = z.strictObject({
  user_id: z.string().min(1).max(60),
  reason: z.string().trim().min(5).max(500),
})

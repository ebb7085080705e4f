import { z } from 'zod'

/**
 * Every rule a finding can name. The part before the dot is the family. Rules are stable
 * identifiers: policies, audit events and approvals refer to them.
 */
export const FindingRule = z.enum([
  'pii.email',
  'pii.phone',
  'pii.card',
  'pii.iban',
  'pii.ssn',
  'pii.ip',
  'pii.address',
  'secret',
  'secret.l0_key',
  'link.off_allowlist',
  'link.scheme',
  'markup.html',
  'markup.script',
  'unicode.bidi',
  'unicode.invisible',
  'unicode.confusable',
  'slot.unknown',
  'slot.unused',
  'slot.adjacent',
  'slot.redacted',
  'tone.overpromise',
  'tone.model_refusal',
  'tone.toxicity',
  'empty',
  'too_long',
])
export type FindingRule = z.infer<typeof FindingRule>

/** `block` cannot be approved; `high` needs two people; `warn` and `info` only inform. */
export const FindingSeverity = z.enum(['block', 'high', 'warn', 'info'])
export type FindingSeverity = z.infer<typeof FindingSeverity>

export const Finding = z.object({
  rule: FindingRule,
  severity: FindingSeverity,
  /** One sentence for the operator: what is wrong and what to do. */
  message: z.string(),
  /** Half-open range of UTF-16 code units in the checked template. */
  start: z.number().int().nonnegative(),
  end: z.number().int().nonnegative(),
  /** What was found, at most 80 characters; masked when it is a secret or personal data. */
  evidence: z.string(),
  /** Set when only a hostile value of this slot brings the finding about. */
  slot: z.string().optional(),
})
export type Finding = z.infer<typeof Finding>

export const SafetyPolicy = z.object({
  /** Host names answers may link to, sub-domains included; `host:port` allows one port of one host. */
  allowed_domains: z.array(z.string().max(255)).max(500).default([]),
  /** Telephone numbers answers may print, best written as E.164 (`+18005550199`). */
  allowed_phones: z.array(z.string().max(40)).max(200).default([]),
  /** Addresses answers may print; `@acme.com` allows every mailbox of that domain. */
  allowed_emails: z.array(z.string().max(254)).max(200).default([]),
  /** Rules switched off by the workspace. Those in `alwaysOnRules` stay on whatever this says. */
  disabled_rules: z.array(z.string().max(40)).max(50).default([]),
  /** UTF-16 code units of the template. */
  max_answer_chars: z.number().int().min(1).max(32_000).default(4_000),
})
export type SafetyPolicy = z.infer<typeof SafetyPolicy>

export const defaultSafetyPolicy: SafetyPolicy = SafetyPolicy.parse({})

export const RaisedRisk = z.enum(['low', 'medium', 'high'])
export type RaisedRisk = z.infer<typeof RaisedRisk>

export const SafetyReport = z.object({
  /** Which rules looked: recorded by the approval, compared when rules change. */
  ruleset_version: z.string(),
  findings: z.array(Finding),
  /** True when a finding has severity `block`: the answer cannot be published. */
  blocked: z.boolean(),
  /** The least risk the proposal must be treated with. */
  raised_risk: RaisedRisk,
})
export type SafetyReport = z.infer<typeof SafetyReport>

/** What a checker needs to know of a slot; `type` is the entity type (`order_id`, `amount`, …). */
export const SlotSpec = z.object({ name: z.string(), type: z.string() })
export type SlotSpec = z.infer<typeof SlotSpec>

/** Personal data and secrets that `redact` replaces. */
export const RedactionType = z.enum([
  'email',
  'phone',
  'card',
  'iban',
  'ssn',
  'ip',
  'name',
  'address',
  'secret',
  'entity',
])
export type RedactionType = z.infer<typeof RedactionType>

/** Something a normaliser recognised in the text; `type` becomes the placeholder's name. */
export const KnownEntity = z.object({
  type: z.string(),
  value: z.string(),
  start: z.number().int().nonnegative().optional(),
  end: z.number().int().nonnegative().optional(),
})
export type KnownEntity = z.infer<typeof KnownEntity>

export const RedactedSpan = z.object({
  type: RedactionType,
  /** What now stands there: `{{email}}`, `{{order_id}}`, `[name]`. */
  placeholder: z.string(),
  /** Range in the text as it came. */
  start: z.number().int().nonnegative(),
  end: z.number().int().nonnegative(),
  /** Range of the placeholder in the redacted text. */
  out_start: z.number().int().nonnegative(),
  out_end: z.number().int().nonnegative(),
})
export type RedactedSpan = z.infer<typeof RedactedSpan>

export const Redaction = z.object({ text: z.string(), spans: z.array(RedactedSpan) })
export type Redaction = z.infer<typeof Redaction>

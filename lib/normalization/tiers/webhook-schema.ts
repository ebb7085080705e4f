import { z } from 'zod'

export const NormalizerWebhook = z.object({
  url: z.string(),
  deadline_ms: z.number().int(),
  enabled: z.boolean(),
  updated_at: z.string(),
  /** `ok`, or what went wrong the last time it was asked. */
  last_outcome: z.string(),
  last_at: z.string().nullable(),
})
export type NormalizerWebhook = z.infer<typeof NormalizerWebhook>

/** `secret` only when it was made just now: it is never shown again. */
export const SavedWebhook = NormalizerWebhook.extend({ secret: z.string().nullable() })
export type SavedWebhook = z.infer<typeof SavedWebhook>

export const SetNormalizerWebhook = z.strictObject({
  url: z.url().max(500),
  deadline_ms: z.number().int().min(50).max(10_000).default(1_500),
  enabled: z.boolean().default(true),
  /** Makes a new signing secret. The first one is made in any case. */
  rotate_secret: z.boolean().default(false),
})
export type SetNormalizerWebhook = z.infer<typeof SetNormalizerWebhook>

export const NormalizerWebhookState = z.object({ webhook: NormalizerWebhook.nullable() })
/** Asks it one made-up question. */
export const TestNormalizerWebhook = z.strictObject({ query: z.string().trim().min(1).max(500) })
export const NormalizerWebhookTest = z.object({ ok: z.boolean(), detail: z.string() })

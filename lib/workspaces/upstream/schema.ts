import { z } from 'zod'

/** Whose wire format it speaks: Anthropic's, or OpenAI's (which many others speak too). */
export const UpstreamProvider = z.enum(['anthropic', 'openai'])
export type UpstreamProvider = z.infer<typeof UpstreamProvider>

/** Where the vendors themselves are: Anthropic's without `/v1`, OpenAI's with it, as their clients have it. */
export const vendorUrls: Record<UpstreamProvider, string> = {
  anthropic: 'https://api.anthropic.com',
  openai: 'https://api.openai.com/v1',
}

export const maxUpstreams = 5

/** A model the workspace pays for. Its key is never part of it. */
export const Upstream = z.object({
  id: z.string(),
  provider: UpstreamProvider,
  base_url: z.string(),
  model: z.string(),
  pin_model: z.boolean(),
  /** Last four characters of the key; empty for a short one. */
  key_hint: z.string(),
  created_by: z.string(),
  created_at: z.string(),
  updated_at: z.string(),
})
export type Upstream = z.infer<typeof Upstream>

const fields = {
  base_url: z
    .url('Give a full address, such as https://api.anthropic.com.')
    .max(500)
    .refine((text) => !/[?#]/.test(text), 'An address without “?” and “#”.'),
  /** Asked where the caller's own choice does not exist: by the test, and when formats differ. */
  model: z.string().trim().min(1, 'Name a model.').max(200),
  /** Every call gets `model`, whatever the caller names. */
  pin_model: z.boolean(),
  /** It travels in a header, so it is printable ASCII. */
  api_key: z
    .string()
    .trim()
    .min(1, 'Give the key.')
    .max(500)
    .regex(/^[\x21-\x7e]+$/, 'A key has no spaces and no special characters.'),
}

export const AddUpstream = z.strictObject({
  provider: UpstreamProvider,
  ...fields,
  pin_model: fields.pin_model.default(false),
})
export type AddUpstream = z.infer<typeof AddUpstream>

/** A new key alone is a rotation. Another address wants the key again: a stored one goes nowhere else. */
export const ChangeUpstream = z.strictObject(fields).partial()
export type ChangeUpstream = z.infer<typeof ChangeUpstream>

export const OrderUpstreams = z.strictObject({ ids: z.array(z.string().max(60)).min(1).max(maxUpstreams) })

export const UpstreamState = z.object({
  /** In the order they are asked. */
  items: z.array(Upstream),
  /** Names of what is asked while the workspace has none: `anthropic`, `openai`, `demo`. */
  environment: z.array(z.string()),
})
export type UpstreamState = z.infer<typeof UpstreamState>

export const UpstreamTest = z.object({ ok: z.boolean(), detail: z.string() })
export type UpstreamTest = z.infer<typeof UpstreamTest>

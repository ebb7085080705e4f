import { z } from 'zod'
import type { ModelCallFacts, Models } from '@/lib/gateway/ports'
import { isL0Error } from '@/lib/kernel/errors'
import type { HelperModel } from '@/lib/normalization/tiers/classify-with-model'
import { costUsd, listed, type PriceBook } from '@/lib/usage/prices'
import type { UsageCounter } from '@/lib/usage/schema'
import { readBounded } from './read-bounded'

/** The prices of one workspace. */
export type PricesOf = (workspaceId: string) => Promise<PriceBook>

/** Whose models help a workspace: its own, else the environment's. */
export type HelperModels = {
  models: Models
  /** False where neither has one that could be asked. */
  isSetUp(workspaceId: string): Promise<boolean>
}

/** One call of a helper, as telemetry may see it: names, numbers and times; nobody's text. */
export type HelperCallFacts = Pick<
  ModelCallFacts,
  | 'workspace_id'
  | 'reason'
  | 'wire'
  | 'model'
  | 'response_model'
  | 'provider'
  | 'error'
  | 'input_tokens'
  | 'output_tokens'
  | 'asked_ms'
  | 'ended_ms'
>

export type HelperSettings = {
  helpers: HelperModels
  /** Asked of the environment's; a workspace's own names its model itself. */
  model: string
  usage: UsageCounter
  /** What the workspace reckons with; the list where absent. */
  prices?: PricesOf | undefined
  /** What the cost is counted as. */
  reason?: string
  now: () => Date
  deadlineMs?: number
  /** Told of each call when it is over, failed ones too. */
  onCall?: ((facts: HelperCallFacts) => void) | undefined
}

const Reply = z.object({
  model: z.string().default(''),
  content: z.array(z.object({ type: z.string(), text: z.string().optional() })),
  usage: z.object({
    input_tokens: z.number().int().nonnegative(),
    output_tokens: z.number().int().nonnegative(),
  }),
})

const maxReplyBytes = 64 * 1024
export const helperDeadlineMs = 15_000

/**
 * One short call in the format of the Anthropic Messages API. Its cost is counted as usage with the reason
 * `intent_classifier` unless another is given. Throws when the model cannot be reached or answers with an error.
 */
export function helperModel(settings: HelperSettings): HelperModel {
  const reason = settings.reason ?? 'intent_classifier'
  return {
    isSetUp: (workspaceId) => settings.helpers.isSetUp(workspaceId),
    async ask({ workspaceId, ...prompt }) {
      const { reply, askedMs } = await told(settings, workspaceId, reason, prompt)
      const at = settings.now()
      const model = reply.model || settings.model
      const tokens = { inputTokens: reply.usage.input_tokens, outputTokens: reply.usage.output_tokens }
      const prices = (await settings.prices?.(workspaceId)) ?? listed
      const cost = costUsd(prices.priceOf(model, at), tokens)
      settings.usage.count({
        workspace_id: workspaceId,
        at_ms: at.getTime(),
        scope: 'default',
        key: null,
        status: 'bypass',
        reason,
        model,
        input_tokens: tokens.inputTokens,
        output_tokens: tokens.outputTokens,
        cost_usd: cost,
        saved_usd: 0,
        latency_ms: performance.now() - askedMs,
        error: false,
      })
      const said = reply.content.map((block) => (block.type === 'text' ? (block.text ?? '') : '')).join('')
      return { text: said, model, cost_usd: cost }
    },
  }
}

type Prompt = { system: string; question: string; maxTokens: number }

/** The reply, after telemetry was told of the call. */
async function told(settings: HelperSettings, workspaceId: string, reason: string, prompt: Prompt) {
  const askedMs = performance.now()
  const seen: { provider: string | null; error: string | null } = { provider: null, error: null }
  let reply: z.infer<typeof Reply> | null = null
  try {
    reply = Reply.parse(JSON.parse(await post(settings, workspaceId, prompt, seen)))
    return { reply, askedMs }
  } catch (error) {
    seen.error ??= isL0Error(error) ? error.code : 'invalid_reply'
    throw error
  } finally {
    settings.onCall?.({
      workspace_id: workspaceId,
      reason,
      wire: 'anthropic',
      model: settings.model,
      response_model: reply?.model || null,
      ...seen,
      input_tokens: reply?.usage.input_tokens ?? 0,
      output_tokens: reply?.usage.output_tokens ?? 0,
      asked_ms: askedMs,
      ended_ms: performance.now(),
    })
  }
}

async function post(
  settings: HelperSettings,
  workspaceId: string,
  { system, question, maxTokens }: Prompt,
  seen: { provider: string | null; error: string | null },
): Promise<string> {
  const body = {
    model: settings.model,
    max_tokens: maxTokens,
    temperature: 0,
    system,
    messages: [{ role: 'user', content: question }],
  }
  const {
    provider,
    status,
    body: chunks,
  } = await settings.helpers.models.call({
    workspaceId,
    wire: 'anthropic',
    operation: 'generate',
    model: settings.model,
    stream: false,
    body: Buffer.from(JSON.stringify(body), 'utf8'),
    headers: {},
    search: '',
    signal: AbortSignal.timeout(settings.deadlineMs ?? helperDeadlineMs),
  })
  seen.provider = provider
  const text = await readBounded(chunks, maxReplyBytes)
  if (status === 200) return text
  seen.error = String(status)
  throw new Error(`The helper model answered with status ${status}.`)
}

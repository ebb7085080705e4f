import { z } from 'zod'
import { costUsd, listed, type PriceBook } from '@/lib/usage/prices'
import type { UsageCounter } from '@/lib/usage/schema'
import type { HelperModel } from '@/lib/normalization/tiers/classify-with-model'
import { Breakers, ProviderFault, type BreakerSettings } from './breakers'
import { readBounded } from './read-bounded'
import { headersFor, urlOf, type Provider } from './provider'
import { send } from './transport'

/** The prices of one workspace. */
export type PricesOf = (workspaceId: string) => Promise<PriceBook>

export type HelperSettings = {
  provider: Provider
  model: string
  usage: UsageCounter
  /** What the workspace reckons with; the list where absent. */
  prices?: PricesOf | undefined
  /** What the cost is counted as. */
  reason?: string
  now: () => Date
  breaker?: BreakerSettings
  deadlineMs?: number
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
const defaultDeadlineMs = 15_000

/**
 * One short call of the Anthropic Messages API. Its cost is counted as usage with the reason
 * `intent_classifier` unless another is given. Throws when the model cannot be reached or answers with an error.
 */
export function helperModel(settings: HelperSettings): HelperModel {
  const breakers = new Breakers(settings.breaker ?? { failures: 3, openMs: 30_000 })
  return {
    async ask({ workspaceId, system, question, maxTokens }) {
      const name = `${settings.provider.name}:${settings.model}`
      const wait = breakers.waitSeconds(name)
      if (wait > 0) throw new Error(`The helper model is not asked for another ${wait} s.`)
      const startedMs = performance.now()
      const body = {
        model: settings.model,
        max_tokens: maxTokens,
        temperature: 0,
        system,
        messages: [{ role: 'user', content: question }],
      }
      const text = await breakers.run(name, () => post(settings, JSON.stringify(body)))
      const reply = Reply.parse(JSON.parse(text))
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
        reason: settings.reason ?? 'intent_classifier',
        model,
        input_tokens: tokens.inputTokens,
        output_tokens: tokens.outputTokens,
        cost_usd: cost,
        saved_usd: 0,
        latency_ms: performance.now() - startedMs,
        error: false,
      })
      const said = reply.content.map((block) => (block.type === 'text' ? (block.text ?? '') : '')).join('')
      return { text: said, model, cost_usd: cost }
    },
  }
}

async function post(settings: HelperSettings, body: string): Promise<string> {
  const deadlineMs = settings.deadlineMs ?? defaultDeadlineMs
  const incoming = await send(
    {
      method: 'POST',
      url: urlOf(settings.provider, 'generate', settings.model, '')!,
      headers: headersFor(settings.provider, {}, true),
      body: Buffer.from(body, 'utf8'),
      signal: AbortSignal.timeout(deadlineMs),
      deadlines: { connectMs: 3_000, responseMs: deadlineMs, idleMs: deadlineMs, totalMs: deadlineMs },
    },
    () => {},
  )
  const text = await readBounded(incoming.body, maxReplyBytes)
  if (incoming.status >= 500) throw new ProviderFault(incoming.status)
  if (incoming.status !== 200) throw new Error(`The helper model answered with status ${incoming.status}.`)
  return text
}

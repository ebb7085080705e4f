import { z } from 'zod'
import type { Embedder } from '@/lib/normalization/tiers/vote-by-embedding'
import { costUsd, defaultEmbeddingPrice, listed } from '@/lib/usage/prices'
import type { UsageCounter } from '@/lib/usage/schema'
import { Breakers, ProviderFault, type BreakerSettings } from './breakers'
import type { PricesOf } from './helper-model'
import { readBounded } from './read-bounded'
import { send } from './transport'

export type EmbeddingSettings = {
  /** With or without the trailing `/embeddings`. */
  url: string
  apiKey?: string
  model: string
  usage: UsageCounter
  now: () => Date
  /** What the workspace reckons with; the list where absent. */
  prices?: PricesOf | undefined
  breaker?: BreakerSettings
  deadlineMs?: number
}

const Reply = z.object({
  data: z.array(
    z.object({ index: z.number().int().nonnegative(), embedding: z.array(z.number()).min(1).max(8_192) }),
  ),
  usage: z.object({ prompt_tokens: z.number().int().nonnegative() }).optional(),
})

const maxReplyBytes = 32 * 1024 * 1024
const defaultDeadlineMs = 20_000

/** Any endpoint that speaks OpenAI's `/embeddings`. Vectors come back at unit length. */
export function embeddingsOver(settings: EmbeddingSettings): Embedder {
  const url = new URL(settings.url.replace(/\/+$/, '').replace(/(?:\/embeddings)?$/, '/embeddings'))
  const breakers = new Breakers(settings.breaker ?? { failures: 3, openMs: 30_000 })
  return {
    model: settings.model,
    async embed(workspaceId, texts) {
      const wait = breakers.waitSeconds(settings.model)
      if (wait > 0) throw new Error(`The embedding provider is not asked for another ${wait} s.`)
      const startedMs = performance.now()
      const reply = Reply.parse(
        JSON.parse(await breakers.run(settings.model, () => post(settings, url, texts))),
      )
      const vectors = inOrder(reply.data, texts.length)
      const tokens = reply.usage?.prompt_tokens ?? 0
      const at = settings.now()
      const prices = (await settings.prices?.(workspaceId)) ?? listed
      const price = prices.priceOf(settings.model, at, defaultEmbeddingPrice)
      const cost = costUsd(price, { inputTokens: tokens, outputTokens: 0 })
      settings.usage.count({
        workspace_id: workspaceId,
        at_ms: at.getTime(),
        scope: 'default',
        key: null,
        status: 'bypass',
        reason: 'embedding',
        model: settings.model,
        input_tokens: tokens,
        output_tokens: 0,
        cost_usd: cost,
        saved_usd: 0,
        latency_ms: performance.now() - startedMs,
        error: false,
      })
      return { vectors, cost_usd: cost }
    },
  }
}

async function post(settings: EmbeddingSettings, url: URL, texts: readonly string[]): Promise<string> {
  const deadlineMs = settings.deadlineMs ?? defaultDeadlineMs
  const incoming = await send(
    {
      method: 'POST',
      url,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'l0-cache',
        ...(settings.apiKey ? { authorization: `Bearer ${settings.apiKey}` } : {}),
      },
      body: Buffer.from(
        JSON.stringify({ model: settings.model, input: texts, encoding_format: 'float' }),
        'utf8',
      ),
      signal: AbortSignal.timeout(deadlineMs),
      deadlines: { connectMs: 3_000, responseMs: deadlineMs, idleMs: deadlineMs, totalMs: deadlineMs },
    },
    () => {},
  )
  const text = await readBounded(incoming.body, maxReplyBytes)
  if (incoming.status >= 500) throw new ProviderFault(incoming.status)
  if (incoming.status !== 200)
    throw new Error(`The embedding provider answered with status ${incoming.status}.`)
  return text
}

/** Providers number their vectors and may send them in any order. */
function inOrder(data: { index: number; embedding: number[] }[], wanted: number): Float32Array[] {
  const vectors: Float32Array[] = []
  for (const { index, embedding } of data) vectors[index] = unit(embedding)
  const length = vectors[0]?.length
  for (let i = 0; i < wanted; i++)
    if (!vectors[i] || vectors[i]!.length !== length)
      throw new Error('The embedding provider left out a vector.')
  return vectors.slice(0, wanted)
}

function unit(values: number[]): Float32Array {
  const norm = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0)) || 1
  return Float32Array.from(values, (value) => value / norm)
}

import { helperModel, type PricesOf } from '@/lib/adapters/llm/classify-intent'
import { embeddingsOver } from '@/lib/adapters/llm/embeddings'
import { vectorStore } from '@/lib/adapters/postgres/vector-store'
import { modelTier } from '@/lib/normalization/tiers/classify-with-model'
import type { Tier } from '@/lib/normalization/tiers/tier'
import { embeddingTier } from '@/lib/normalization/tiers/vote-by-embedding'
import { webhookTier, type WebhookCaller } from '@/lib/normalization/tiers/webhook-tier'
import type { UsageCounter } from '@/lib/usage/schema'
import type { Base } from '../base'

const uncounted: UsageCounter = { count: () => {} }

/** The tiers off the reply's path, cheapest first: the workspace's own, neighbours, then a model. */
export function makeTiers(
  base: Pick<Base, 'env' | 'db' | 'clock'>,
  {
    callWebhook,
    usage = uncounted,
    prices,
  }: { callWebhook: WebhookCaller; usage?: UsageCounter; prices?: PricesOf | undefined },
): Tier[] {
  const { env } = base
  const now = () => base.clock.now()
  const tiers = [webhookTier(callWebhook)]
  if (env.EMBEDDINGS_URL) {
    const { EMBEDDINGS_URL: url, EMBEDDINGS_API_KEY: apiKey, EMBEDDINGS_MODEL: model } = env
    tiers.push(
      embeddingTier(embeddingsOver({ url, apiKey, model, usage, prices, now }), vectorStore(base.db.prisma)),
    )
  }
  if (env.ANTHROPIC_API_KEY) {
    const provider = {
      name: 'anthropic',
      wire: 'anthropic' as const,
      baseUrl: env.ANTHROPIC_BASE_URL,
      apiKey: env.ANTHROPIC_API_KEY,
    }
    tiers.push(modelTier(helperModel({ provider, model: env.L0_HELPER_MODEL, usage, prices, now })))
  }
  return tiers
}

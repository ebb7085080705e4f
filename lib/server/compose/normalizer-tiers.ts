import { helperModel, type PricesOf } from '@/lib/adapters/llm/classify-intent'
import { embeddingsOver } from '@/lib/adapters/llm/embeddings'
import { vectorStore } from '@/lib/adapters/postgres/vector-store'
import { modelTier, type HelperModel } from '@/lib/normalization/tiers/classify-with-model'
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
  const model = helper(base, { usage, prices })
  if (model) tiers.push(modelTier(model))
  return tiers
}

type Accounts = { usage?: UsageCounter | undefined; prices?: PricesOf | undefined }

/** The model that says what it thinks of sampled hits; null without a key. Its cost is counted on its own. */
export function opinionModel(base: Pick<Base, 'env' | 'clock'>, accounts: Accounts): HelperModel | null {
  return helper(base, accounts, 'hit_opinion')
}

function helper(
  { env, clock }: Pick<Base, 'env' | 'clock'>,
  { usage = uncounted, prices }: Accounts,
  reason?: string,
): HelperModel | null {
  const { ANTHROPIC_API_KEY: apiKey, ANTHROPIC_BASE_URL: baseUrl, L0_HELPER_MODEL: model } = env
  if (!apiKey) return null
  const provider = { name: 'anthropic', wire: 'anthropic' as const, baseUrl, apiKey }
  const counted = reason === undefined ? {} : { reason }
  return helperModel({ provider, model, usage, prices, now: () => clock.now(), ...counted })
}

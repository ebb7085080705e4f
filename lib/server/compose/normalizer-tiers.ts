import { embeddingsOver } from '@/lib/adapters/llm/embeddings'
import { helperModel, type HelperModels, type PricesOf } from '@/lib/adapters/llm/helper-model'
import { vectorStore } from '@/lib/adapters/postgres/vector-store'
import { modelTier, type HelperModel } from '@/lib/normalization/tiers/classify-with-model'
import type { Tier } from '@/lib/normalization/tiers/tier'
import { embeddingTier } from '@/lib/normalization/tiers/vote-by-embedding'
import { webhookTier, type WebhookCaller } from '@/lib/normalization/tiers/webhook-tier'
import type { UsageCounter } from '@/lib/usage/schema'
import type { Base } from '../base'

const uncounted: UsageCounter = { count: () => {} }

type Accounts = {
  helpers: HelperModels
  usage?: UsageCounter | undefined
  prices?: PricesOf | undefined
}

/** The tiers off the reply's path, cheapest first: the workspace's own, neighbours, then a model. */
export function makeTiers(
  base: Pick<Base, 'env' | 'db' | 'clock' | 'telemetry'>,
  { callWebhook, ...accounts }: Accounts & { callWebhook: WebhookCaller },
): Tier[] {
  const { env } = base
  const { usage = uncounted, prices } = accounts
  const now = () => base.clock.now()
  const tiers = [webhookTier(callWebhook)]
  if (env.EMBEDDINGS_URL) {
    const { EMBEDDINGS_URL: url, EMBEDDINGS_API_KEY: apiKey, EMBEDDINGS_MODEL: model } = env
    tiers.push(
      embeddingTier(embeddingsOver({ url, apiKey, model, usage, prices, now }), vectorStore(base.db.prisma)),
    )
  }
  tiers.push(modelTier(helper(base, accounts, 'intent_classifier')))
  return tiers
}

/** The model that says what it thinks of sampled hits. Its cost is counted on its own. */
export function opinionModel(
  base: Pick<Base, 'env' | 'clock' | 'telemetry'>,
  accounts: Accounts,
): HelperModel {
  return helper(base, accounts, 'hit_opinion')
}

function helper(
  { env, clock, telemetry }: Pick<Base, 'env' | 'clock' | 'telemetry'>,
  { helpers, usage = uncounted, prices }: Accounts,
  reason: string,
): HelperModel {
  const onCall = telemetry?.helperCall
  return helperModel({
    helpers,
    model: env.L0_HELPER_MODEL,
    usage,
    prices,
    now: () => clock.now(),
    reason,
    onCall,
  })
}

import { assistantModel } from '@/lib/adapters/llm/assistant-review'
import type { PricesOf } from '@/lib/adapters/llm/classify-intent'
import type { AssistantModel } from '@/lib/proposals/assist-review'
import type { UsageCounter } from '@/lib/usage/schema'
import type { Base } from '../base'

/** The model that gives reviewers a second opinion; null without a key. The demo model has the key "demo". */
export function composeAssistant(
  { env, clock }: Pick<Base, 'env' | 'clock'>,
  usage: UsageCounter,
  prices: PricesOf,
): AssistantModel | null {
  const { ANTHROPIC_API_KEY: apiKey, ANTHROPIC_BASE_URL: baseUrl, L0_HELPER_MODEL: model } = env
  if (!apiKey) return null
  const provider = { name: 'anthropic', wire: 'anthropic' as const, baseUrl, apiKey }
  return assistantModel({ provider, model, usage, prices, now: () => clock.now() })
}

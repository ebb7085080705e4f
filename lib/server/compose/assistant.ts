import { assistantModel } from '@/lib/adapters/llm/assistant-review'
import type { PricesOf } from '@/lib/adapters/llm/classify-intent'
import type { AssistantModel } from '@/lib/proposals/assistant/assist-review'
import type { UsageCounter } from '@/lib/usage/schema'
import { requireFeature, type Plan } from '@/lib/workspaces/plans'
import type { Base } from '../base'

/** The model that gives reviewers a second opinion; null without a key. The demo model has the key "demo". */
export function composeAssistant(
  { env, clock }: Pick<Base, 'env' | 'clock'>,
  usage: UsageCounter,
  prices: PricesOf,
  plan: (workspaceId: string) => Promise<Plan>,
): AssistantModel | null {
  const { ANTHROPIC_API_KEY: apiKey, ANTHROPIC_BASE_URL: baseUrl, L0_HELPER_MODEL: model } = env
  if (!apiKey) return null
  const provider = { name: 'anthropic', wire: 'anthropic' as const, baseUrl, apiKey }
  const assistant = assistantModel({ provider, model, usage, prices, now: () => clock.now() })
  return {
    async ask(prompt) {
      requireFeature(await plan(prompt.workspaceId), 'helper_models')
      return assistant.ask(prompt)
    },
  }
}

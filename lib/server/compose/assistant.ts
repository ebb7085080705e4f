import { assistantModel } from '@/lib/adapters/llm/assistant-review'
import type { HelperModels, PricesOf } from '@/lib/adapters/llm/helper-model'
import type { AssistantModel } from '@/lib/proposals/assistant/assist-review'
import type { UsageCounter } from '@/lib/usage/schema'
import { requireFeature, type Plan } from '@/lib/workspaces/plans'
import type { Base } from '../base'

export type AssistantParts = {
  helpers: HelperModels
  usage: UsageCounter
  prices: PricesOf
  plan: (workspaceId: string) => Promise<Plan>
}

/** The model that gives reviewers a second opinion. */
export function composeAssistant(
  { env, clock, telemetry }: Pick<Base, 'env' | 'clock' | 'telemetry'>,
  { plan, ...parts }: AssistantParts,
): AssistantModel {
  const assistant = assistantModel({
    ...parts,
    model: env.L0_HELPER_MODEL,
    now: () => clock.now(),
    onCall: telemetry?.helperCall,
  })
  return {
    isSetUp: (workspaceId) => assistant.isSetUp(workspaceId),
    async ask(prompt) {
      requireFeature(await plan(prompt.workspaceId), 'helper_models')
      return assistant.ask(prompt)
    },
  }
}

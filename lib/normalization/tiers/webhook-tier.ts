import { z } from 'zod'
import type { Tier } from './tier'

/** What a workspace's own normaliser answers: the contract of a built-in one, cut down to what counts. */
export const WebhookAnswer = z.object({
  key: z.string().max(64).nullable(),
  /** 0…1 */
  confidence: z.number().min(0).max(1).default(1),
  trace: z.json().optional(),
})
export type WebhookAnswer = z.infer<typeof WebhookAnswer>

/** What it is sent, signed. Masked: the values of entities never leave. */
export type WebhookQuestion = {
  version: 1
  workspace: string
  query: string
  intents: string[]
  release: string
}

/** Asks the workspace's webhook; null when it has none. Throws when it cannot be asked or breaks the contract. */
export type WebhookCaller = (workspaceId: string, question: WebhookQuestion) => Promise<WebhookAnswer | null>

const leastConfidence = 0.5
const maxListed = 2_000

export function webhookTier(call: WebhookCaller): Tier {
  return {
    source: 'webhook',
    async place({ workspaceId, text, intents, releaseHash }) {
      const keys = intents.filter(({ status }) => status === 'approved').map(({ key }) => key)
      const question = { version: 1 as const, workspace: workspaceId, query: text, release: releaseHash }
      const answer = await call(workspaceId, { ...question, intents: keys.slice(0, maxListed) })
      if (!answer || answer.key === null || answer.confidence < leastConfidence) return null
      if (!keys.includes(answer.key))
        throw new Error(`The webhook named ${answer.key}, which is no approved intent.`)
      return {
        key: answer.key,
        vote: { confidence: answer.confidence, trace: answer.trace ?? null },
        cost_usd: 0,
      }
    },
  }
}

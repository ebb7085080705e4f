import { costUsd, priceOf } from '@/lib/usage/prices'
import type { Ask } from './ask'
import type { GatewayContext } from './gateway-context'
import { generalizeAnswer } from './generalize-answer'
import { isProposable, type ReplyText } from './reply-text'

export type Heard = { reply: ReplyText; failed: boolean }

/** After the reply: counts it, and tells the question with its answer to whoever makes proposals of them. */
export async function learnFromReply(gateway: GatewayContext, ask: Ask, heard: Heard): Promise<void> {
  count(gateway, ask, heard)
  if (!ask.question) return
  const { query, outcome } = ask.question
  const { reply } = heard
  // Where an approved answer exists already, there is nothing to propose.
  const answer = !heard.failed && ask.wouldServe === null && isProposable(reply) ? reply.text.trim() : null
  await gateway.misses.record({
    workspace_id: ask.request.workspaceId,
    scope: ask.scope,
    key: outcome.key,
    reason: ask.reason,
    query,
    canonical: outcome.canonical,
    entities: outcome.found,
    model: (reply.model ?? ask.conversation.model).slice(0, 100),
    model_answer: answer,
    proposed_answer: answer === null ? null : generalizeAnswer(answer, outcome.found).answer,
    stop_reason: reply.stopReason,
    user_ref: ask.conversation.userRef,
    input_tokens: reply.usage.inputTokens,
    output_tokens: reply.usage.outputTokens,
    would_serve: ask.wouldServe,
  })
}

function count(gateway: GatewayContext, ask: Ask, { reply, failed }: Heard): void {
  const model = (reply.model ?? ask.conversation.model).slice(0, 100)
  const at = gateway.clock.now()
  gateway.usage.count({
    workspace_id: ask.request.workspaceId,
    at_ms: at.getTime(),
    scope: ask.scope,
    key: ask.question?.outcome.key ?? null,
    status: ask.status,
    reason: ask.reason,
    model,
    input_tokens: reply.usage.inputTokens + reply.usage.cacheReadTokens + reply.usage.cacheWriteTokens,
    output_tokens: reply.usage.outputTokens,
    cost_usd: costUsd(priceOf(model, at), reply.usage),
    saved_usd: 0,
    latency_ms: gateway.elapsedMs() - ask.startedMs,
    error: failed,
  })
}

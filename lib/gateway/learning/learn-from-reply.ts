import { costUsd } from '@/lib/usage/prices'
import type { Ask } from '../asking/ask'
import type { GatewayContext } from '../gateway-context'
import { generalizeAnswer } from './generalize-answer'
import type { ModelCallFacts } from '../ports'
import { isProposable, type ReplyText } from '../reply/reply-text'

/** How the model's part went; `endedMs` is by the gateway's clock. */
type CallNotes = {
  provider: string | null
  error: string | null
  joined: boolean
  firstChunkMs: number | null
  endedMs: number
}
/** `costUsd` is what the reply itself said it cost. */
export type Heard = { reply: ReplyText; failed: boolean; costUsd: number; call: CallNotes }

/** After the reply: counts it, and tells the question with its answer to whoever makes proposals of them. */
export async function learnFromReply(gateway: GatewayContext, ask: Ask, heard: Heard): Promise<void> {
  count(gateway, ask, heard)
  gateway.onModelCall?.(factsOf(ask, heard))
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

function count(gateway: GatewayContext, ask: Ask, { reply, failed, costUsd }: Heard): void {
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
    input_tokens: allInputTokens(reply),
    output_tokens: reply.usage.outputTokens,
    cost_usd: costUsd,
    saved_usd: 0,
    latency_ms: gateway.elapsedMs() - ask.startedMs,
    error: failed,
  })
}

/** What a model's reply costs, at the price that holds now. */
export function costOf(gateway: GatewayContext, ask: Ask, reply: ReplyText): number {
  return costUsd(ask.prices.priceOf(reply.model ?? ask.conversation.model, gateway.clock.now()), reply.usage)
}

function allInputTokens({ usage }: ReplyText): number {
  return usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens
}

function factsOf(ask: Ask, { reply, call }: Heard): ModelCallFacts {
  return {
    workspace_id: ask.request.workspaceId,
    request_id: ask.request.requestId,
    wire: ask.request.protocol.wire,
    traceparent: ask.request.traceparent,
    status: ask.status,
    reason: ask.reason,
    stream: ask.conversation.stream,
    model: ask.conversation.model,
    response_model: reply.model,
    provider: call.provider,
    joined: call.joined,
    error: call.error,
    stop_reason: reply.stopReason,
    input_tokens: allInputTokens(reply),
    output_tokens: reply.usage.outputTokens,
    started_ms: ask.startedMs,
    asked_ms: ask.askedMs,
    first_chunk_ms: call.firstChunkMs,
    ended_ms: call.endedMs,
  }
}

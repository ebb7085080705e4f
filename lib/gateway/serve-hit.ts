import { addUsd, formatUsd } from '@/lib/kernel/money'
import type { LookupHit } from '@/lib/lookup/schema'
import { costUsd } from '@/lib/usage/prices'
import type { Ask } from './asking/ask'
import { estimateTokens } from './reply/estimate-tokens'
import { cacheHeaders, type GatewayReply } from './reply/gateway-reply'
import type { GatewayContext } from './gateway-context'
import type { LookupOutcome } from './ports'
import { writeReply } from './reply/write-reply'

type Asked = Pick<Ask, 'request' | 'conversation' | 'scope' | 'startedMs' | 'prices'>

/** An approved answer in the caller's own format: JSON, or the whole event sequence. */
export function serveHit(
  gateway: GatewayContext,
  asked: Asked,
  outcome: LookupOutcome & LookupHit,
  query: string,
): GatewayReply {
  const { request, conversation, scope } = asked
  const at = gateway.clock.now()
  const reply = {
    id: request.protocol.replyId(gateway.newId('msg')),
    model: conversation.model,
    text: outcome.answer,
    stopReason: 'end_turn',
    inputTokens: estimateTokens(conversation.system) + estimateTokens(query),
    outputTokens: estimateTokens(outcome.answer),
  }
  const modelUsd = costUsd(asked.prices.priceOf(conversation.model, at), reply)
  const latencyMs = gateway.elapsedMs() - asked.startedMs
  gateway.onAnswered({ workspaceId: request.workspaceId, status: 'hit', reason: '', latencyMs, hit: outcome })
  gateway.usage.count({
    workspace_id: request.workspaceId,
    at_ms: at.getTime(),
    scope,
    key: outcome.key,
    status: 'hit',
    reason: '',
    model: conversation.model.slice(0, 100),
    input_tokens: reply.inputTokens,
    output_tokens: reply.outputTokens,
    cost_usd: outcome.cost_usd,
    saved_usd: addUsd(modelUsd, -outcome.cost_usd),
    latency_ms: latencyMs,
    error: false,
  })
  const headers = cacheHeaders({
    cache: 'hit',
    tier: 'L0_CACHE',
    scope,
    key: outcome.key,
    entry: `${outcome.entry.id}@${outcome.entry.version}`,
    hitId: outcome.hit_id,
    normalizer: outcome.normalizer.name,
    costUsd: formatUsd(outcome.cost_usd),
  })
  return writeReply(request, conversation, reply, at, headers)
}

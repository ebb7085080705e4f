import { L0Error } from '@/lib/kernel/errors'
import type { PriceBook } from '@/lib/usage/prices'
import type { WorkspacePolicy } from '@/lib/workspaces/schema'
import type { Conversation } from '../reading/conversation'
import { cacheHeaders, type GatewayRequest } from '../reply/gateway-reply'
import type { LookupOutcome, ModelReply } from '../ports'

/** A request that goes to the model, and why. */
export type Ask = {
  request: GatewayRequest
  conversation: Conversation
  policy: WorkspacePolicy
  prices: PriceBook
  scope: string
  startedMs: number
  /** When the look-up was over and the model's turn came. */
  askedMs: number
  status: 'miss' | 'bypass'
  reason: string
  /** Null when the request has nothing to do with the cache. */
  question: { query: string; outcome: LookupOutcome } | null
  wouldServe: string | null
}

export type BufferedReply = Omit<ModelReply, 'body'> & { bytes: Buffer }

const maxReplyBytes = 32 * 1024 * 1024

export function modelHeaders(
  ask: Ask,
  reply: Pick<ModelReply, 'headers' | 'provider'>,
  usd?: string,
): Record<string, string> {
  return {
    'request-id': ask.request.requestId,
    ...reply.headers,
    'x-l0-provider': reply.provider,
    ...cacheHeaders({
      cache: ask.status,
      tier: 'L3_LLM',
      scope: ask.scope,
      reason: ask.reason,
      key: ask.question?.outcome.key,
      costUsd: usd,
    }),
  }
}

export async function buffer(reply: ModelReply): Promise<BufferedReply> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of reply.body) {
    size += chunk.byteLength
    if (size > maxReplyBytes) throw badReply()
    chunks.push(chunk)
  }
  return {
    provider: reply.provider,
    status: reply.status,
    headers: reply.headers,
    bytes: Buffer.concat(chunks),
  }
}

export function badReply(): L0Error {
  return new L0Error('upstream_error', 'The model provider sent something that is not a reply.')
}

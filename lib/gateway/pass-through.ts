import { isL0Error } from '@/lib/kernel/errors'
import { takeBudget } from './take-budget'
import { buffer } from './asking/ask'
import {
  cacheHeaders,
  jsonHeaders,
  type GatewayReply,
  type PassRequest,
  type Refusal,
} from './reply/gateway-reply'
import type { GatewayContext } from './gateway-context'
import { defaultScope } from './reading/scope-fingerprint'

/** Calls that have nothing to do with answers: passed on, and their replies passed back. */
export async function passThrough(
  gateway: GatewayContext,
  request: PassRequest,
): Promise<GatewayReply | Refusal> {
  const { policy } = await gateway.workspaces.settings(request.workspaceId)
  takeBudget(gateway, request.workspaceId, policy)
  const headers = cacheHeaders({
    cache: 'bypass',
    tier: 'L3_LLM',
    scope: defaultScope,
    reason: request.operation,
  })
  try {
    const { workspaceId, wire, operation, model, search, signal } = request
    const call = {
      workspaceId,
      wire,
      operation,
      model,
      stream: false,
      body: request.bytes,
      headers: request.headers,
      search,
      signal,
    }
    const reply = await buffer(await gateway.models.call(call))
    return {
      kind: 'reply',
      status: reply.status,
      headers: {
        ...jsonHeaders,
        'request-id': request.requestId,
        ...reply.headers,
        'x-l0-provider': reply.provider,
        ...headers,
      },
      body: reply.bytes,
    }
  } catch (error) {
    if (!isL0Error(error)) throw error
    return { kind: 'refused', error, headers }
  }
}

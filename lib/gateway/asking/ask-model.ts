import { isL0Error, L0Error } from '@/lib/kernel/errors'
import { sha256Hex } from '@/lib/kernel/hash'
import { formatUsd } from '@/lib/kernel/money'
import { badReply, buffer, modelHeaders, type Ask, type BufferedReply } from './ask'
import { canonicalJson } from '../reading/canonical-json'
import { cacheHeaders, jsonHeaders, type GatewayReply } from '../reply/gateway-reply'
import type { GatewayContext } from '../gateway-context'
import { costOf, learnFromReply } from '../learning/learn-from-reply'
import type { ModelReply } from '../ports'
import { emptyReply } from '../reply/reply-text'
import { relayStream } from '../reply/relay-stream'
import { writeReply } from '../reply/write-reply'

export async function askModel(gateway: GatewayContext, ask: Ask): Promise<GatewayReply> {
  try {
    const reply = await (ask.conversation.stream ? askForStream(gateway, ask) : askForJson(gateway, ask))
    const fallback = reply.status >= 500 ? fallbackAnswer(gateway, ask) : null
    return fallback ? { ...fallback, after: reply.after } : reply
  } catch (error) {
    if (ask.request.signal.aborted) throw new L0Error('unavailable', 'The caller left.', { cause: error })
    const call = {
      provider: null,
      error: isL0Error(error) ? error.code : 'internal',
      joined: false,
      firstChunkMs: null,
      endedMs: gateway.elapsedMs(),
    }
    const after = () => learnFromReply(gateway, ask, { reply: emptyReply(), failed: true, costUsd: 0, call })
    const fallback = isL0Error(error) ? fallbackAnswer(gateway, ask) : null
    if (fallback) return { ...fallback, after }
    after().catch((failure) => gateway.onFailure(failure, 'learn from reply'))
    throw error
  }
}

async function askForStream(gateway: GatewayContext, ask: Ask): Promise<GatewayReply> {
  const reply = await callModel(gateway, ask, ask.request.signal)
  if (reply.status === 200 && (reply.headers['content-type'] ?? '').startsWith('text/event-stream'))
    return relayStream(gateway, ask, reply)
  const buffered = await buffer(reply)
  if (buffered.status === 200) throw badReply()
  return replyJson(gateway, ask, buffered, false)
}

async function askForJson(gateway: GatewayContext, ask: Ask): Promise<GatewayReply> {
  const start = async (signal: AbortSignal) => buffer(await callModel(gateway, ask, signal))
  if (!ask.question) return replyJson(gateway, ask, await start(ask.request.signal), false)
  const flown = await gateway.flights.run(flightKey(ask), ask.request.signal, start)
  if (flown.kind === 'waited_too_long') return replyJson(gateway, ask, await start(ask.request.signal), false)
  return replyJson(gateway, ask, flown.value, flown.kind === 'joined')
}

/** Same workspace, scope and body. Who asks is not part of the question. */
function flightKey({ request, scope }: Ask): string {
  const { metadata: _m, user: _u, safety_identifier: _s, ...body } = request.value as Record<string, unknown>
  const parts = [request.workspaceId, request.protocol.wire, scope, request.search, request.headers, body]
  return sha256Hex(canonicalJson(parts))
}

function callModel(gateway: GatewayContext, ask: Ask, signal: AbortSignal): Promise<ModelReply> {
  const { request, conversation } = ask
  return gateway.models.call({
    workspaceId: request.workspaceId,
    wire: request.protocol.wire,
    operation: 'generate',
    model: conversation.model,
    stream: conversation.stream,
    body: request.bytes,
    headers: request.headers,
    search: request.search,
    signal,
  })
}

function replyJson(gateway: GatewayContext, ask: Ask, reply: BufferedReply, joined: boolean): GatewayReply {
  const { request } = ask
  const read = reply.status === 200 ? request.protocol.readReply(reply.bytes) : emptyReply()
  if (reply.status === 200 && !read.complete) throw badReply()
  // One call was paid for, whoever joined it.
  if (joined) read.usage = emptyReply().usage
  const call = {
    provider: reply.provider,
    error: reply.status >= 400 ? String(reply.status) : null,
    joined,
    firstChunkMs: null,
    endedMs: gateway.elapsedMs(),
  }
  const usd = costOf(gateway, ask, read)
  return {
    kind: 'reply',
    status: reply.status,
    headers: {
      ...jsonHeaders,
      ...modelHeaders(ask, reply, reply.status === 200 ? formatUsd(usd) : undefined),
    },
    body: reply.bytes,
    after: () =>
      learnFromReply(gateway, ask, { reply: read, failed: reply.status >= 400, costUsd: usd, call }),
  }
}

/** The workspace's own words for when every model is out; labelled, and never proposed. */
function fallbackAnswer(gateway: GatewayContext, ask: Ask): GatewayReply | null {
  const text = ask.policy.fallback_answer
  if (text === null || !ask.question) return null
  const id = ask.request.protocol.replyId(gateway.newId('msg'))
  const reply = {
    id,
    model: 'l0-fallback-answer',
    text,
    stopReason: 'end_turn',
    inputTokens: 0,
    outputTokens: 0,
  }
  const headers = cacheHeaders({
    cache: 'miss',
    tier: null,
    scope: ask.scope,
    reason: 'fallback_answer',
    key: ask.question.outcome.key,
    costUsd: '0',
  })
  return writeReply(ask.request, ask.conversation, reply, gateway.clock.now(), headers)
}

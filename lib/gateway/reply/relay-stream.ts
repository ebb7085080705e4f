import { formatUsd } from '@/lib/kernel/money'
import { modelHeaders, type Ask } from '../asking/ask'
import { streamHeaders, type GatewayReply } from './gateway-reply'
import type { GatewayContext } from '../gateway-context'
import { costOf, learnFromReply } from '../learning/learn-from-reply'
import type { ModelReply } from '../ports'
import type { StreamReader } from './reply-text'
import { splitFrames } from './server-sent-events'

/**
 * A model's stream, byte for byte, read as it passes. Frames are kept whole, so when the model breaks
 * off, the caller gets an error event instead of half a frame. The cost is known at the end only and leaves as a trailer.
 */
export function relayStream(gateway: GatewayContext, ask: Ask, reply: ModelReply): GatewayReply {
  const reader = ask.request.protocol.streamReader()
  const over = whenOver(ask.request.signal)
  const times: Times = { firstChunkMs: null }
  let usd: number | null = null
  const cost = () => (usd ??= costOf(gateway, ask, reader.result()))
  return {
    kind: 'reply',
    status: 200,
    headers: { ...modelHeaders(ask, reply), ...streamHeaders },
    body: relay(gateway, ask, reply, { reader, settle: over.settle, times }),
    trailers: { names: 'x-l0-cost-usd', values: () => ({ 'x-l0-cost-usd': formatUsd(cost()) }) },
    after: async () => {
      await over.promise
      const read = reader.result()
      const left = ask.request.signal.aborted
      const error = read.complete ? null : left ? 'client_left' : 'upstream_error'
      await learnFromReply(gateway, ask, {
        reply: read,
        failed: !read.complete && !left,
        costUsd: cost(),
        call: {
          provider: reply.provider,
          error,
          joined: false,
          firstChunkMs: times.firstChunkMs,
          endedMs: gateway.elapsedMs(),
        },
      })
    },
  }
}

type Times = { firstChunkMs: number | null }

async function* relay(
  gateway: GatewayContext,
  ask: Ask,
  reply: ModelReply,
  { reader, settle, times }: { reader: StreamReader; settle: () => void; times: Times },
): AsyncGenerator<Uint8Array | string> {
  try {
    for await (const { bytes, whole } of splitFrames(reply.body)) {
      if (!whole) break
      times.firstChunkMs ??= gateway.elapsedMs()
      reader.push(bytes)
      yield bytes
    }
    if (!reader.ended())
      yield ask.request.protocol.streamError('The model broke off in the middle of its reply.')
  } catch (error) {
    if (ask.request.signal.aborted) return
    gateway.onFailure(error, 'model stream')
    yield ask.request.protocol.streamError('The model broke off in the middle of its reply.')
  } finally {
    settle()
  }
}

/** Settles at the end of the stream, or when the caller leaves, even before reading anything. */
function whenOver(signal: AbortSignal): { promise: Promise<void>; settle: () => void } {
  let settle = () => {}
  const promise = new Promise<void>((resolve) => {
    settle = resolve
  })
  signal.addEventListener('abort', () => settle(), { once: true })
  if (signal.aborted) settle()
  return { promise, settle: () => settle() }
}

import type { FinishedReply } from '../anthropic/write-message'
import type { Conversation } from '../reading/conversation'
import { jsonHeaders, streamHeaders, type GatewayReply, type GatewayRequest } from './gateway-reply'

/** A finished text in the caller's own format: JSON, or the whole event sequence. `headers` become the reply's. */
export function writeReply(
  { protocol, requestId }: GatewayRequest,
  conversation: Conversation,
  reply: FinishedReply,
  at: Date,
  headers: Record<string, string>,
): GatewayReply {
  headers['request-id'] = requestId
  if (!conversation.stream) {
    Object.assign(headers, jsonHeaders)
    return { kind: 'reply', status: 200, headers, body: protocol.write(reply, at) }
  }
  Object.assign(headers, streamHeaders)
  return { kind: 'reply', status: 200, headers, body: whole(protocol.writeStream(reply, at, conversation)) }
}

/** Longer ones are not laid into a slow reader's buffer as a whole. */
const wholeChars = 64 * 1_024

/** All is known, so all is sent at once: a write for every frame would cost most of what a hit costs. */
function whole(frames: string[]): string | AsyncIterable<string> {
  const text = frames.join('')
  return text.length <= wholeChars ? text : inGroups(frames)
}

async function* inGroups(frames: string[]): AsyncGenerator<string> {
  for (let at = 0; at < frames.length; at += 16) yield frames.slice(at, at + 16).join('')
}

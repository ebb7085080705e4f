import type { FinishedReply } from '../anthropic/write-message'
import type { Conversation } from '../reading/conversation'
import { jsonHeaders, streamHeaders, type GatewayReply, type GatewayRequest } from './gateway-reply'

/** A finished text in the caller's own format: JSON, or the whole event sequence. */
export function writeReply(
  { protocol, requestId }: GatewayRequest,
  conversation: Conversation,
  reply: FinishedReply,
  at: Date,
  headers: Record<string, string>,
): GatewayReply {
  const shared = { 'request-id': requestId, ...headers }
  if (!conversation.stream) {
    const body = protocol.write(reply, at)
    return { kind: 'reply', status: 200, headers: { ...jsonHeaders, ...shared }, body }
  }
  // Frames are grouped: one write of a few kilobytes costs far less than fifty of a hundred bytes.
  const body = inGroups(protocol.writeStream(reply, at, conversation))
  return { kind: 'reply', status: 200, headers: { ...streamHeaders, ...shared }, body }
}

async function* inGroups(frames: string[]): AsyncGenerator<string> {
  for (let at = 0; at < frames.length; at += 16) yield frames.slice(at, at + 16).join('')
}

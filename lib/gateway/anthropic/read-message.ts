import { addText, emptyReply, type ReplyText, type StreamReader } from '../reply/reply-text'
import { eventObject, readEvents } from '../reply/server-sent-events'

/** A Message as JSON; `complete` is false for anything that is not one. */
export function readMessage(bytes: Buffer): ReplyText {
  const reply = emptyReply()
  const message = eventObject(bytes.toString('utf8'))
  if (!message || message.type !== 'message' || !Array.isArray(message.content)) return reply
  for (const block of message.content as Record<string, unknown>[]) {
    if (block?.type === 'text' && typeof block.text === 'string') addText(reply, block.text)
    else if (!isThinking(block?.type)) reply.onlyText = false
  }
  reply.model = asText(message.model)
  reply.stopReason = asText(message.stop_reason)
  reply.complete = true
  readUsage(reply, message.usage)
  return reply
}

/** Follows the event sequence of a streamed Message. */
export function messageStreamReader(): StreamReader {
  const reply = emptyReply()
  let ended = false
  return {
    push(frames) {
      for (const { data } of readEvents(frames)) {
        const event = eventObject(data)
        if (!event) continue
        if (event.type === 'message_stop') reply.complete = ended = true
        else if (event.type === 'error') ended = true
        else readEvent(reply, event)
      }
    },
    ended: () => ended,
    result: () => reply,
  }
}

function readEvent(reply: ReplyText, event: Record<string, unknown>): void {
  if (event.type === 'message_start') {
    const message = asObject(event.message)
    reply.model = asText(message.model)
    readUsage(reply, message.usage)
  } else if (event.type === 'content_block_start') {
    const block = asObject(event.content_block)
    if (isThinking(block.type)) return
    if (block.type !== 'text') reply.onlyText = false
    else addText(reply, asText(block.text) ?? '')
  } else if (event.type === 'content_block_delta') {
    const delta = asObject(event.delta)
    if (delta.type === 'text_delta') addText(reply, asText(delta.text) ?? '')
    else if (!isThinking(delta.type)) reply.onlyText = false
  } else if (event.type === 'message_delta') {
    reply.stopReason = asText(asObject(event.delta).stop_reason) ?? reply.stopReason
    readUsage(reply, event.usage)
  }
}

/** Recent models think unasked. What they thought is no part of the answer, and does not spoil it. */
function isThinking(type: unknown): boolean {
  return (
    type === 'thinking' ||
    type === 'redacted_thinking' ||
    type === 'thinking_delta' ||
    type === 'signature_delta'
  )
}

/** Counts in a stream are cumulative, so the last one wins. */
function readUsage(reply: ReplyText, value: unknown): void {
  const usage = asObject(value)
  const number = (name: string, before: number) => {
    const count = usage[name]
    return typeof count === 'number' && count >= 0 ? count : before
  }
  reply.usage = {
    inputTokens: number('input_tokens', reply.usage.inputTokens),
    outputTokens: number('output_tokens', reply.usage.outputTokens),
    cacheReadTokens: number('cache_read_input_tokens', reply.usage.cacheReadTokens),
    cacheWriteTokens: number('cache_creation_input_tokens', reply.usage.cacheWriteTokens),
  }
}

export function asText(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

export function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

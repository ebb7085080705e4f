import { asObject, asText } from '../anthropic/read-message'
import { addText, emptyReply, type ReplyText, type StreamReader } from '../reply/reply-text'
import { eventObject, readEvents } from '../reply/server-sent-events'

const stopReasons: Record<string, string> = {
  stop: 'end_turn',
  length: 'max_tokens',
  tool_calls: 'tool_use',
  function_call: 'tool_use',
  content_filter: 'refusal',
}

/** A finish reason in Anthropic's words; null when the vendor gave none we know. */
function stopReasonOf(finish: unknown): string | null {
  return typeof finish === 'string' && Object.hasOwn(stopReasons, finish) ? stopReasons[finish]! : null
}

/** A chat.completion as JSON; `complete` is false for anything that is not one. */
export function readCompletion(bytes: Buffer): ReplyText {
  const reply = emptyReply()
  const completion = eventObject(bytes.toString('utf8'))
  if (!completion || !Array.isArray(completion.choices)) return reply
  if (completion.choices.length !== 1) reply.onlyText = false
  const choice = asObject(completion.choices[0])
  readPiece(reply, asObject(choice.message))
  finish(reply, choice.finish_reason)
  reply.model = asText(completion.model)
  reply.complete = true
  readUsage(reply, completion.usage)
  return reply
}

/** Follows the chunks of a streamed completion. */
export function completionStreamReader(): StreamReader {
  const reply = emptyReply()
  let ended = false
  return {
    push(frames) {
      for (const { data } of readEvents(frames)) {
        if (data === '[DONE]') reply.complete = ended = true
        const event = eventObject(data)
        if (!event) continue
        if (event.error) ended = true
        reply.model ??= asText(event.model)
        readUsage(reply, event.usage)
        for (const choice of Array.isArray(event.choices) ? event.choices.map(asObject) : []) {
          if (choice.index !== 0) reply.onlyText = false
          readPiece(reply, asObject(choice.delta))
          finish(reply, choice.finish_reason)
        }
      }
    },
    ended: () => ended,
    result: () => reply,
  }
}

/** A refusal ends with `stop` too, and stays one. */
function finish(reply: ReplyText, value: unknown): void {
  if (reply.stopReason === 'refusal') return
  reply.stopReason = stopReasonOf(value) ?? reply.stopReason
}

function readPiece(reply: ReplyText, piece: Record<string, unknown>): void {
  if (typeof piece.content === 'string') addText(reply, piece.content)
  else if (piece.content !== null && piece.content !== undefined) reply.onlyText = false
  if (piece.refusal) reply.stopReason = 'refusal'
  if (piece.tool_calls || piece.function_call || piece.audio) reply.onlyText = false
}

function readUsage(reply: ReplyText, value: unknown): void {
  const usage = asObject(value)
  const cached = asObject(usage.prompt_tokens_details).cached_tokens
  const cacheReadTokens = typeof cached === 'number' ? cached : 0
  if (typeof usage.prompt_tokens === 'number')
    reply.usage = {
      ...reply.usage,
      inputTokens: Math.max(0, usage.prompt_tokens - cacheReadTokens),
      cacheReadTokens,
    }
  if (typeof usage.completion_tokens === 'number') reply.usage.outputTokens = usage.completion_tokens
}

import {
  errorEvent,
  messageEnd,
  messageStart,
  textBlockStart,
  textDelta,
  writeMessage,
} from '../anthropic/write-message'
import { asObject, asText } from '../anthropic/read-message'
import { MessagesRequest, readMessages } from '../anthropic/read-messages'
import { completionStreamReader, readCompletion } from '../openai/read-completion'
import type { ModelReply } from '../ports'
import { eventObject, readEvents } from '../reply/server-sent-events'
import { translateReply } from './translate-reply'

/** A Messages request as a Chat Completions request; null when it holds more than text. */
export function chatFromMessages(value: unknown, model: string): Record<string, unknown> | null {
  const conversation = readMessages(value)
  const blocked = conversation.blockers.some((reason) => reason !== 'stop_sequences')
  if (blocked || conversation.turns.some(({ text }) => text === null)) return null
  const { temperature, top_p, stop_sequences } = MessagesRequest.parse(value)
  const system = conversation.system === '' ? [] : [{ role: 'system', content: conversation.system }]
  return {
    model,
    max_completion_tokens: Math.max(1, conversation.maxTokens ?? 1),
    messages: [...system, ...conversation.turns.map(({ role, text }) => ({ role, content: text }))],
    ...(conversation.stream ? { stream: true, stream_options: { include_usage: true } } : {}),
    ...(typeof temperature === 'number' ? { temperature } : {}),
    ...(typeof top_p === 'number' ? { top_p } : {}),
    ...(Array.isArray(stop_sequences) && stop_sequences.length > 0
      ? { stop: stop_sequences.slice(0, 4) }
      : {}),
  }
}

/** Turns the completion for such a request back into a Message, its chunks into events. */
export function completionToMessage(): (reply: ModelReply) => Promise<ModelReply> {
  return (reply) =>
    translateReply(reply, {
      json: (bytes) => {
        const read = readCompletion(bytes)
        if (!read.complete) return null
        const id = messageId(asText(eventObject(bytes.toString('utf8'))?.id))
        const { inputTokens, cacheReadTokens, outputTokens } = read.usage
        const stopReason = read.stopReason ?? 'end_turn'
        const model = read.model ?? 'unknown'
        return writeMessage({
          id,
          model,
          text: read.text,
          stopReason,
          inputTokens: inputTokens + cacheReadTokens,
          outputTokens,
        })
      },
      error: (error) => ({ type: 'error', error: { type: anthropicType(error), message: error.message } }),
      stream: eventWriter,
    })
}

function eventWriter(): (frames: Buffer) => string {
  const reader = completionStreamReader()
  let started = false
  return (frames) => {
    reader.push(frames)
    let out = ''
    for (const { data } of readEvents(frames)) {
      const event = eventObject(data)
      if (event?.error)
        return out + errorEvent('api_error', asText(asObject(event.error).message) ?? 'failed')
      if (!started && (event || data === '[DONE]')) {
        started = true
        const model = asText(event?.model) ?? 'unknown'
        out += messageStart({ id: messageId(asText(event?.id)), model, inputTokens: 0 }) + textBlockStart()
      }
      const choice = Array.isArray(event?.choices) ? asObject(event.choices[0]) : {}
      const text = asText(asObject(choice.delta).content)
      if (text) out += textDelta(text)
      if (data === '[DONE]') {
        const { stopReason, usage } = reader.result()
        const inputTokens = usage.inputTokens + usage.cacheReadTokens
        out += messageEnd(stopReason ?? 'end_turn', usage.outputTokens, inputTokens).join('')
      }
    }
    return out
  }
}

function messageId(id: string | null): string {
  return `msg_${(id ?? 'unknown').replace(/^chatcmpl-/, '')}`
}

const typesByStatus: Record<number, string> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  529: 'overloaded_error',
}

function anthropicType({ status }: { status: number }): string {
  return typesByStatus[status] ?? 'api_error'
}

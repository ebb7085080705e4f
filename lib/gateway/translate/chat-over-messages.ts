import { asObject, asText, messageStreamReader, readMessage } from '../anthropic/read-message'
import { ChatRequest, readChat } from '../openai/read-chat'
import { chunk, completionEnd, writeCompletion, type Completion } from '../openai/write-completion'
import type { ModelReply } from '../ports'
import { dataFrame, eventObject, readEvents } from '../reply/server-sent-events'
import { translateReply } from './translate-reply'

/** Anthropic asks for a bound; OpenAI does not. */
const defaultMaxTokens = 4_096

/** A Chat Completions request as a Messages request; null when it holds more than text. */
export function messagesFromChat(value: unknown, model: string): Record<string, unknown> | null {
  const conversation = readChat(value)
  const blocked = conversation.blockers.some((reason) => reason !== 'stop_sequences')
  if (blocked || conversation.turns.some(({ text }) => text === null)) return null
  const { temperature, top_p, stop } = ChatRequest.parse(value)
  return {
    model,
    max_tokens: conversation.maxTokens ?? defaultMaxTokens,
    ...(conversation.system === '' ? {} : { system: conversation.system }),
    messages: conversation.turns.map(({ role, text }) => ({ role, content: text })),
    ...(conversation.stream ? { stream: true } : {}),
    ...(takesSampling(model) ? sampling(temperature, top_p) : {}),
    ...(stop ? { stop_sequences: Array.isArray(stop) ? stop : [stop] } : {}),
  }
}

/** Models after Claude 4 refuse these parameters; for them OpenAI's are dropped, as on Anthropic's own endpoint. */
function takesSampling(model: string): boolean {
  return /claude-(?:3|instant|2)|-4(?:-|$)/.test(model)
}

/** OpenAI's scale of temperature ends at 2, Anthropic's at 1. */
function sampling(temperature: unknown, top_p: unknown): Record<string, number> {
  return {
    ...(typeof temperature === 'number' ? { temperature: Math.min(1, temperature) } : {}),
    ...(typeof top_p === 'number' ? { top_p } : {}),
  }
}

/** Turns the Messages reply to such a request back into a completion, its stream into chunks. */
export function completionFromMessage(request: unknown): (reply: ModelReply) => Promise<ModelReply> {
  const { streamUsage } = readChat(request)
  return (reply) =>
    translateReply(reply, {
      json: (bytes) => {
        const read = readMessage(bytes)
        if (!read.complete) return null
        const id = asText(eventObject(bytes.toString('utf8'))?.id)
        return writeCompletion({ ...shell(id, read.model), ...finished(read) })
      },
      error: (error) => ({
        error: { message: error.message, type: error.type, param: null, code: null },
      }),
      stream: () => chunkWriter(streamUsage),
    })
}

function chunkWriter(withUsage: boolean): (frames: Buffer) => string {
  const reader = messageStreamReader()
  let head = shell(null, null)
  return (frames) => {
    reader.push(frames)
    let out = ''
    for (const { data } of readEvents(frames)) {
      const event = eventObject(data)
      if (event?.type === 'message_start') {
        const message = asObject(event.message)
        head = shell(asText(message.id), asText(message.model))
        out += chunk(head, { role: 'assistant', content: '', refusal: null })
      } else if (event?.type === 'content_block_delta') {
        const text = asText(asObject(event.delta).text)
        if (text) out += chunk(head, { content: text })
      } else if (event?.type === 'message_stop') {
        out += completionEnd({ ...head, ...finished(reader.result()) }, withUsage).join('')
      } else if (event?.type === 'error') {
        const error = asObject(event.error)
        out += dataFrame({ error: { message: error.message, type: error.type, param: null, code: null } })
      }
    }
    return out
  }
}

function shell(id: string | null, model: string | null): Pick<Completion, 'id' | 'model' | 'createdSeconds'> {
  return {
    id: `chatcmpl-${(id ?? 'unknown').replace(/^msg_/, '')}`,
    model: model ?? 'unknown',
    createdSeconds: Math.floor(Date.now() / 1_000),
  }
}

function finished(read: ReturnType<typeof readMessage>): Omit<Completion, 'id' | 'model' | 'createdSeconds'> {
  const { inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens } = read.usage
  return {
    text: read.text,
    stopReason: read.stopReason ?? 'end_turn',
    inputTokens: inputTokens + cacheReadTokens + cacheWriteTokens,
    outputTokens,
  }
}

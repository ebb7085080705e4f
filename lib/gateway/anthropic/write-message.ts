import { jsonTemplate } from '@/lib/kernel/json-template'
import { namedFrame, textFrame } from '../reply/server-sent-events'
import { splitText } from '../reply/split-text'

export type FinishedReply = {
  id: string
  model: string
  text: string
  stopReason: string
  inputTokens: number
  outputTokens: number
}

/**
 * A Message (https://platform.claude.com/docs/en/api/messages) with every member that API version
 * 2026-10-21 requires; older clients ignore what they do not know.
 */
export function writeMessage(reply: FinishedReply): string {
  return message(reply)
}

const message = jsonTemplate<FinishedReply>(
  ['id', 'model', 'text', 'stopReason', 'inputTokens', 'outputTokens'],
  (reply) => ({
    ...shell(reply),
    content: [{ type: 'text', text: reply.text, citations: null }],
    stop_reason: reply.stopReason,
    usage: usage(reply.inputTokens, reply.outputTokens),
  }),
)

/** The same message as the full event sequence, `message_start` … `message_stop`. */
export function writeMessageEvents(reply: FinishedReply): string[] {
  return [
    messageStart(reply),
    textBlockStart(),
    ...splitText(reply.text).map(textDelta),
    ...messageEnd(reply.stopReason, reply.outputTokens),
  ]
}

type Started = Pick<FinishedReply, 'id' | 'model' | 'inputTokens'>

export function messageStart(reply: Started): string {
  return textFrame('message_start', start(reply))
}

const start = jsonTemplate<Started>(['id', 'model', 'inputTokens'], (reply) => ({
  type: 'message_start',
  message: { ...shell(reply), content: [], stop_reason: null, usage: usage(reply.inputTokens, 1) },
}))

export function textBlockStart(): string {
  return blockStart
}

const blockStart = namedFrame('content_block_start', {
  type: 'content_block_start',
  index: 0,
  content_block: { type: 'text', text: '', citations: null },
})

export function textDelta(text: string): string {
  return textFrame('content_block_delta', delta({ text }))
}

const delta = jsonTemplate<{ text: string }>(['text'], ({ text }) => ({
  type: 'content_block_delta',
  index: 0,
  delta: { type: 'text_delta', text },
}))

/** Totals are cumulative; `inputTokens` is left null where `message_start` has said it. */
export function messageEnd(
  stopReason: string,
  outputTokens: number,
  inputTokens: number | null = null,
): string[] {
  const ended = end({ stopReason, inputTokens, outputTokens })
  return [blockStop, textFrame('message_delta', ended), messageStop]
}

const blockStop = namedFrame('content_block_stop', { type: 'content_block_stop', index: 0 })
const messageStop = namedFrame('message_stop', { type: 'message_stop' })

type Ended = { stopReason: string; inputTokens: number | null; outputTokens: number }

const end = jsonTemplate<Ended>(['stopReason', 'inputTokens', 'outputTokens'], (ended) => ({
  type: 'message_delta',
  delta: { container: null, stop_details: null, stop_reason: ended.stopReason, stop_sequence: null },
  usage: {
    input_tokens: ended.inputTokens,
    output_tokens: ended.outputTokens,
    cache_creation_input_tokens: null,
    cache_read_input_tokens: null,
    output_tokens_details: null,
    server_tool_use: null,
  },
}))

export function errorEvent(type: string, message: string): string {
  return namedFrame('error', { type: 'error', error: { type, message } })
}

function shell(reply: Pick<FinishedReply, 'id' | 'model'>) {
  return {
    id: reply.id,
    type: 'message',
    role: 'assistant',
    model: reply.model,
    content: [] as unknown[],
    stop_reason: null as string | null,
    stop_sequence: null,
    stop_details: null,
    container: null,
    diagnostics: null,
  }
}

function usage(inputTokens: number, outputTokens: number) {
  return {
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    cache_creation: null,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    inference_geo: null,
    output_tokens_details: null,
    server_tool_use: null,
    service_tier: null,
    speed: null,
  }
}

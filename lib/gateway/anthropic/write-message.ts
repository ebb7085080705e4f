import { namedFrame } from '../server-sent-events'
import { splitText } from '../split-text'

export type FinishedReply = {
  id: string
  model: string
  text: string
  stopReason: string
  inputTokens: number
  outputTokens: number
}

/** A Message (https://docs.anthropic.com/en/api/messages). */
export function writeMessage(reply: FinishedReply): string {
  return JSON.stringify({
    ...shell(reply),
    content: [{ type: 'text', text: reply.text }],
    stop_reason: reply.stopReason,
    usage: usage(reply.inputTokens, reply.outputTokens),
  })
}

/** The same message as the full event sequence, `message_start` … `message_stop`. */
export function writeMessageEvents(reply: FinishedReply): string[] {
  return [
    messageStart(reply),
    textBlockStart(),
    ...splitText(reply.text).map(textDelta),
    ...messageEnd(reply.stopReason, reply.outputTokens),
  ]
}

export function messageStart(reply: Pick<FinishedReply, 'id' | 'model' | 'inputTokens'>): string {
  const message = { ...shell(reply), content: [], stop_reason: null, usage: usage(reply.inputTokens, 1) }
  return namedFrame('message_start', { type: 'message_start', message })
}

export function textBlockStart(): string {
  return namedFrame('content_block_start', {
    type: 'content_block_start',
    index: 0,
    content_block: { type: 'text', text: '' },
  })
}

export function textDelta(text: string): string {
  return namedFrame('content_block_delta', {
    type: 'content_block_delta',
    index: 0,
    delta: { type: 'text_delta', text },
  })
}

export function messageEnd(stopReason: string, outputTokens: number, inputTokens?: number): string[] {
  const totals = {
    ...(inputTokens === undefined ? {} : { input_tokens: inputTokens }),
    output_tokens: outputTokens,
  }
  return [
    namedFrame('content_block_stop', { type: 'content_block_stop', index: 0 }),
    namedFrame('message_delta', {
      type: 'message_delta',
      delta: { stop_reason: stopReason, stop_sequence: null },
      usage: totals,
    }),
    namedFrame('message_stop', { type: 'message_stop' }),
  ]
}

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
  }
}

function usage(inputTokens: number, outputTokens: number) {
  return {
    input_tokens: inputTokens,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    output_tokens: outputTokens,
  }
}

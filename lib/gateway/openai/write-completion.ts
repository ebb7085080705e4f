import type { FinishedReply } from '../anthropic/write-message'
import { dataFrame } from '../reply/server-sent-events'
import { splitText } from '../reply/split-text'

const finishReasons: Record<string, string> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  tool_use: 'tool_calls',
  refusal: 'content_filter',
}

function finishReason(stopReason: string | null): string {
  return finishReasons[stopReason ?? 'end_turn'] ?? 'stop'
}

export type Completion = FinishedReply & { createdSeconds: number }

/** A chat.completion (https://platform.openai.com/docs/api-reference/chat/object). */
export function writeCompletion(reply: Completion): string {
  return JSON.stringify({
    id: reply.id,
    object: 'chat.completion',
    created: reply.createdSeconds,
    model: reply.model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: reply.text, refusal: null },
        logprobs: null,
        finish_reason: finishReason(reply.stopReason),
      },
    ],
    usage: completionUsage(reply.inputTokens, reply.outputTokens),
  })
}

/** The same as chunks, ending with `[DONE]`. */
export function writeCompletionChunks(reply: Completion, withUsage: boolean): string[] {
  return [
    chunk(reply, { role: 'assistant', content: '', refusal: null }),
    ...splitText(reply.text).map((content) => chunk(reply, { content })),
    ...completionEnd(reply, withUsage),
  ]
}

export function completionEnd(reply: Omit<Completion, 'text'>, withUsage: boolean): string[] {
  const usage = { ...head(reply), choices: [], usage: completionUsage(reply.inputTokens, reply.outputTokens) }
  return [
    chunk(reply, {}, finishReason(reply.stopReason)),
    ...(withUsage ? [dataFrame(usage)] : []),
    'data: [DONE]\n\n',
  ]
}

export function chunk(
  reply: Pick<Completion, 'id' | 'model' | 'createdSeconds'>,
  delta: Record<string, unknown>,
  finish: string | null = null,
): string {
  return dataFrame({ ...head(reply), choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }] })
}

function head(reply: Pick<Completion, 'id' | 'model' | 'createdSeconds'>) {
  return {
    id: reply.id,
    object: 'chat.completion.chunk',
    created: reply.createdSeconds,
    model: reply.model,
  }
}

function completionUsage(inputTokens: number, outputTokens: number) {
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
  }
}

import { readMessages } from '@/lib/gateway/anthropic/read-messages'
import { writeMessage, writeMessageEvents, type FinishedReply } from '@/lib/gateway/anthropic/write-message'
import { estimateTokens } from '@/lib/gateway/reply/estimate-tokens'
import { readChat } from '@/lib/gateway/openai/read-chat'
import { writeCompletion, writeCompletionChunks } from '@/lib/gateway/openai/write-completion'
import type { Conversation } from '@/lib/gateway/reading/conversation'
import type { Wire } from '@/lib/gateway/ports'
import { judgeAsJson } from './judge-json'
import { demoAnswer } from './support-answers'

/** Says who is speaking: nobody should take it for a real model. */
export const demoModelId = 'l0-demo-model'

export type DemoReply = { stream: boolean; json: string; frames: string[] }

export type DemoShape = { stopReason?: string; text?: string; id: string; createdSeconds: number }

export function readRequest(wire: Wire, body: unknown): Conversation {
  return wire === 'anthropic' ? readMessages(body) : readChat(body)
}

/** The demo model's reply in either format, as JSON and as a stream. */
export function demoReply(wire: Wire, conversation: Conversation, shape: DemoShape): DemoReply {
  const question = conversation.turns.filter(({ role }) => role === 'user').at(-1)?.text ?? ''
  const full = shape.text ?? judgeAsJson(conversation.system, question) ?? demoAnswer(question)
  const cut = cutAt(full, conversation.maxTokens)
  const inputs = [conversation.system, ...conversation.turns.map(({ text }) => text ?? '')]
  const reply: FinishedReply = {
    id: wire === 'anthropic' ? `msg_demo_${shape.id}` : `chatcmpl-demo-${shape.id}`,
    model: demoModelId,
    text: cut,
    stopReason: shape.stopReason ?? (cut === full ? 'end_turn' : 'max_tokens'),
    inputTokens: inputs.reduce((sum, text) => sum + estimateTokens(text), 0),
    outputTokens: estimateTokens(cut),
  }
  const { stream, streamUsage } = conversation
  if (wire === 'anthropic') return { stream, json: writeMessage(reply), frames: writeMessageEvents(reply) }
  const completion = { ...reply, createdSeconds: shape.createdSeconds }
  return { stream, json: writeCompletion(completion), frames: writeCompletionChunks(completion, streamUsage) }
}

function cutAt(text: string, maxTokens: number | null): string {
  return maxTokens === null || estimateTokens(text) <= maxTokens ? text : text.slice(0, maxTokens * 4)
}

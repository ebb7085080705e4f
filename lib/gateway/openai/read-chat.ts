import { z } from 'zod'
import { isUnset } from '../anthropic/read-messages'
import type { BypassReason, Conversation, Turn } from '../reading/conversation'
import { readShape } from '../reading/read-shape'

const Part = z.looseObject({ type: z.string(), text: z.string().optional() })
const Content = z.union([z.string(), z.array(Part)], 'must be text or a list of content parts').nullish()

/** The least a Chat Completions request must have; everything else passes untouched. */
export const ChatRequest = z.looseObject({
  model: z.string().min(1, 'must not be empty').max(200),
  messages: z
    .array(
      z.looseObject({
        role: z.enum(['system', 'developer', 'user', 'assistant', 'tool', 'function']),
        content: Content,
      }),
    )
    .min(1, 'at least one message is required'),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  max_tokens: z.number().int().min(1).nullish(),
  max_completion_tokens: z.number().int().min(1).nullish(),
  user: z.string().nullish(),
  safety_identifier: z.string().nullish(),
})
export type ChatRequest = z.infer<typeof ChatRequest>

const neutral = new Set(
  (
    'model messages stream stream_options max_tokens max_completion_tokens user safety_identifier metadata store ' +
    'service_tier prompt_cache_key prompt_cache_retention parallel_tool_calls'
  ).split(' '),
)
const blocking = new Map<string, BypassReason>([
  ['tools', 'tools'],
  ['tool_choice', 'tools'],
  ['functions', 'tools'],
  ['function_call', 'tools'],
  ['web_search_options', 'tools'],
  ['stop', 'stop_sequences'],
  ['prediction', 'structured_output'],
])
/** Shaping parameters with the value that means "not set". Names shared with Anthropic share scopes. */
const shapingDefaults = new Map<string, unknown>([
  ['temperature', 1],
  ['top_p', 1],
  ['top_k', undefined],
  ['frequency_penalty', 0],
  ['presence_penalty', 0],
  ['seed', undefined],
  ['verbosity', undefined],
])

/** A Chat Completions body as the cache sees it; throws `invalid_input` naming the field. */
export function readChat(value: unknown): Conversation {
  const request = readShape(ChatRequest, value)
  const { shaping, blockers } = readOptions(request)
  const isSystem = (role: string) => role === 'system' || role === 'developer'
  const system = request.messages.filter(({ role }) => isSystem(role)).map(({ content }) => textOf(content))
  if (system.includes(null)) blockers.push('not_text')
  if (request.messages.some(({ role }) => role === 'tool' || role === 'function')) blockers.push('tools')
  return {
    model: request.model,
    stream: request.stream === true,
    system: system.filter((text) => text !== null && text !== '').join('\n'),
    turns: request.messages.filter(({ role }) => !isSystem(role)).map(readTurn),
    shaping,
    maxTokens: request.max_completion_tokens ?? request.max_tokens ?? null,
    blockers,
    userRef: request.safety_identifier ?? request.user ?? null,
    streamUsage: request.stream_options?.include_usage === true,
  }
}

function readOptions(request: ChatRequest): Pick<Conversation, 'shaping' | 'blockers'> {
  const shaping: Record<string, unknown> = {}
  const blockers: BypassReason[] = []
  for (const [name, value] of Object.entries(request)) {
    if (neutral.has(name) || isUnset(value)) continue
    const reason = blocking.get(name) ?? blockerOf(name, value)
    if (reason === 'none') continue
    if (reason) blockers.push(reason)
    else if (name === 'reasoning_effort') shaping.effort = value
    else if (shapingDefaults.has(name)) {
      if (value !== shapingDefaults.get(name)) shaping[name] = value
    } else blockers.push('unknown_field')
  }
  return { shaping, blockers }
}

/** Fields that rule the cache out only at some values; `none` when the value changes nothing. */
function blockerOf(name: string, value: unknown): BypassReason | 'none' | null {
  if (name === 'n') return value === 1 ? 'none' : 'many_choices'
  if (name === 'logprobs') return value === false ? 'none' : 'many_choices'
  if (name === 'logit_bias') return Object.keys(value as object).length === 0 ? 'none' : 'unknown_field'
  if (name === 'response_format')
    return (value as { type?: unknown }).type === 'text' ? 'none' : 'structured_output'
  if (name === 'modalities') return JSON.stringify(value) === '["text"]' ? 'none' : 'not_text'
  return null
}

function readTurn(message: ChatRequest['messages'][number]): Turn {
  return { role: message.role === 'assistant' ? 'assistant' : 'user', text: textOf(message.content) }
}

function textOf(content: z.infer<typeof Content>): string | null {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return null
  if (!content.every((part) => part.type === 'text' && typeof part.text === 'string')) return null
  return content.map((part) => part.text).join('\n')
}

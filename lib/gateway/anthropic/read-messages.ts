import { z } from 'zod'
import type { BypassReason, Conversation, Turn } from '../reading/conversation'
import { readShape } from '../reading/read-shape'

const Block = z.looseObject({ type: z.string(), text: z.string().optional() })
const Content = z.union([z.string(), z.array(Block)], 'must be text or a list of content blocks')

/** The least a Messages request must have; everything else is the model's business and passes untouched. */
export const MessagesRequest = z.looseObject({
  model: z.string().min(1, 'must not be empty').max(200),
  max_tokens: z.number().int().min(0),
  messages: z
    .array(z.looseObject({ role: z.enum(['user', 'assistant', 'system']), content: Content }))
    .min(1, 'at least one message is required'),
  system: z.union([z.string(), z.array(Block)], 'must be text or a list of text blocks').nullish(),
  stream: z.boolean().nullish(),
  metadata: z.looseObject({ user_id: z.string().nullish() }).nullish(),
})
export type MessagesRequest = z.infer<typeof MessagesRequest>

/** Counting tokens needs no `max_tokens`. */
export const CountTokensRequest = MessagesRequest.omit({ max_tokens: true })

/** Fields that neither shape an answer nor rule the cache out. */
const neutral = new Set(
  'model max_tokens messages system stream metadata service_tier cache_control inference_geo speed diagnostics'.split(
    ' ',
  ),
)
const blocking = new Map<string, BypassReason>([
  ['tools', 'tools'],
  ['tool_choice', 'tools'],
  ['mcp_servers', 'tools'],
  ['container', 'tools'],
  ['thinking', 'thinking'],
  ['stop_sequences', 'stop_sequences'],
  ['output_format', 'structured_output'],
])

/** A Messages body as the cache sees it; throws `invalid_input` naming the field. */
export function readMessages(value: unknown): Conversation {
  const request = readShape(MessagesRequest, value)
  const { shaping, blockers } = readOptions(request)
  return {
    model: request.model,
    stream: request.stream === true,
    system: systemText(request, blockers),
    turns: request.messages.filter(({ role }) => role !== 'system').map(readTurn),
    shaping,
    maxTokens: request.max_tokens,
    blockers,
    userRef: request.metadata?.user_id ?? null,
    streamUsage: true,
  }
}

function readOptions(request: MessagesRequest): Pick<Conversation, 'shaping' | 'blockers'> {
  const shaping: Record<string, unknown> = {}
  const blockers: BypassReason[] = []
  for (const [name, value] of Object.entries(request)) {
    if (neutral.has(name) || isUnset(value)) continue
    const reason = blocking.get(name)
    if (reason) {
      if (!(name === 'thinking' && isDisabled(value))) blockers.push(reason)
    } else if (name === 'temperature' || name === 'top_p') {
      if (value !== 1) shaping[name] = value
    } else if (name === 'top_k') shaping[name] = value
    else if (name === 'output_config') readOutputConfig(value, shaping, blockers)
    else blockers.push('unknown_field')
  }
  return { shaping, blockers }
}

function readOutputConfig(value: unknown, shaping: Record<string, unknown>, blockers: BypassReason[]): void {
  const { effort, ...rest } = value as Record<string, unknown>
  if (!isUnset(effort)) shaping.effort = effort
  if (Object.values(rest).some((one) => !isUnset(one))) blockers.push('structured_output')
}

/** Absent, null or an empty list: as if it had not been sent. */
export function isUnset(value: unknown): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0)
}

function isDisabled(value: unknown): boolean {
  return (value as { type?: unknown }).type === 'disabled'
}

function systemText(request: MessagesRequest, blockers: BypassReason[]): string {
  const parts = [
    request.system,
    ...request.messages.filter(({ role }) => role === 'system').map((m) => m.content),
  ]
  const texts = parts.filter((part) => part !== undefined && part !== null).map(textOf)
  if (texts.includes(null)) blockers.push('not_text')
  return texts.filter((text) => text !== null && text !== '').join('\n')
}

function readTurn(message: MessagesRequest['messages'][number]): Turn {
  return { role: message.role === 'assistant' ? 'assistant' : 'user', text: textOf(message.content) }
}

function textOf(content: string | z.infer<typeof Block>[]): string | null {
  if (typeof content === 'string') return content
  if (!content.every((block) => block.type === 'text' && typeof block.text === 'string')) return null
  return content.map((block) => block.text).join('\n')
}

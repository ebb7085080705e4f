/** Why a request has nothing to do with the cache. Stable: callers see them in `x-l0-reason`. */
export const bypassReasons = [
  'cache_off',
  'multi_turn',
  'prefill',
  'not_text',
  'tools',
  'thinking',
  'structured_output',
  'stop_sequences',
  'many_choices',
  'unknown_field',
  'follow_up',
  'empty_query',
  'query_too_long',
  'control_characters',
] as const
export type BypassReason = (typeof bypassReasons)[number]

export type Turn = {
  role: 'user' | 'assistant'
  /** Null when it holds anything but text. */
  text: string | null
}

/**
 * A request of either vendor, as far as the cache cares. The request itself is passed on as it came;
 * this is only read, never sent.
 */
export type Conversation = {
  model: string
  stream: boolean
  /** System prompt, all of its parts; empty when there is none. */
  system: string
  turns: Turn[]
  /** Parameters that change what a good answer is, by canonical name. Defaults are left out. */
  shaping: Record<string, unknown>
  /** Upper bound of the reply in tokens; null when the caller set none. */
  maxTokens: number | null
  /** Things that rule the cache out, found while reading. */
  blockers: BypassReason[]
  /** `metadata.user_id` or `user`: identifies a person, so it is never part of a key. */
  userRef: string | null
  /** OpenAI's `stream_options.include_usage`. */
  streamUsage: boolean
}

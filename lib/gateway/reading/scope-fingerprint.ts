import { sha256Hex } from '@/lib/kernel/hash'
import type { WorkspacePolicy } from '@/lib/workspaces/schema'
import type { Conversation } from './conversation'
import { modelFamily } from './model-family'
import { canonicalJson } from './canonical-json'

export const defaultScope = 'default'

export type ScopeInput = Pick<Conversation, 'system' | 'shaping' | 'model'>
export type ScopePolicy = Pick<WorkspacePolicy, 'bound_scopes' | 'split_by_model_family'>

/**
 * The scope of a request: the one its caller names; else `default` when nothing shapes the answer; else
 * the fingerprint, or the named scope a workspace binds that fingerprint to.
 */
export function scopeOf(input: ScopeInput, policy: ScopePolicy, named: string | null): string {
  if (named !== null) return named
  const fingerprint = scopeFingerprint(input, policy.split_by_model_family)
  if (fingerprint === null) return defaultScope
  return Object.hasOwn(policy.bound_scopes, fingerprint) ? policy.bound_scopes[fingerprint]! : fingerprint
}

/**
 * `fp_` and 128 bits of SHA-256 over canonical JSON (RFC 8785) of what an answer depends on besides the
 * question: system prompt (NFKC, runs of white space as one space) and answer-shaping parameters, plus
 * the model family where a workspace separates models. Null when there is none of it.
 *
 * `max_tokens` is left out: Anthropic's API requires it, so it would split every caller from every other.
 * It is honoured where it matters: an approved answer longer than it is not served.
 */
export function scopeFingerprint(input: ScopeInput, splitByModelFamily: boolean): string | null {
  const system = canonicalPrompt(input.system)
  const family = splitByModelFamily ? modelFamily(input.model) : null
  if (system === '' && Object.keys(input.shaping).length === 0 && family === null) return null
  const text = canonicalJson({ system, shaping: input.shaping, family })
  return `fp_${sha256Hex(text).slice(0, 32)}`
}

/** Only what cannot change the meaning of a prompt is evened out. */
export function canonicalPrompt(prompt: string): string {
  if (prompt === '') return ''
  return prompt.normalize('NFKC').replace(/\s+/g, ' ').trim()
}

import type { ProbeResult, UpstreamDeps } from '@/lib/workspaces/upstream/ports'
import { guardedPost, type GuardedPost, type GuardedReply } from '../http/guarded-post'
import type { AllowedRanges } from '../http/public-address'
import { headersFor, urlOf, type Provider } from './provider'

export type ProbeSettings = {
  allowed: AllowedRanges
  deadlineMs?: number
  resolve?: GuardedPost['resolve']
}

type Candidate = Parameters<UpstreamDeps['probe']>[0]

const defaultDeadlineMs = 8_000
/** Lists of models are long at places that resell everybody's. */
const maxReplyBytes = 4 * 1024 * 1024

/**
 * Asks for what costs nothing: Anthropic's token count of one word (which reads key and model), OpenAI's list
 * of models. Redirects are not followed.
 */
export function probeUpstream(settings: ProbeSettings): UpstreamDeps['probe'] {
  return async (candidate) => {
    try {
      return judge(candidate, await ask(settings, candidate))
    } catch (error) {
      return { ok: false, field: 'base_url', detail: error instanceof Error ? error.message : 'It failed.' }
    }
  }
}

function ask(settings: ProbeSettings, { provider: wire, base_url, model, api_key }: Candidate) {
  const provider: Provider = { name: wire, wire, baseUrl: base_url, apiKey: api_key }
  const isAnthropic = wire === 'anthropic'
  return guardedPost({
    url: urlOf(provider, isAnthropic ? 'count_tokens' : 'list_models', model, '')!,
    method: isAnthropic ? 'POST' : 'GET',
    headers: headersFor(provider, {}, isAnthropic),
    body: isAnthropic ? JSON.stringify({ model, messages: [{ role: 'user', content: 'hello' }] }) : '',
    deadlineMs: settings.deadlineMs ?? defaultDeadlineMs,
    maxReplyBytes,
    allowed: settings.allowed,
    ...(settings.resolve ? { resolve: settings.resolve } : {}),
  })
}

function judge({ provider, base_url, model }: Candidate, { status, body }: GuardedReply): ProbeResult {
  const host = new URL(base_url).host
  const refuse = (field: 'base_url' | 'model' | 'api_key', detail: string) =>
    ({ ok: false, field, detail }) as const
  if (status === 401 || status === 403)
    return refuse('api_key', `${host} refused this key (status ${status}).`)
  const value = parse(body)
  if (status === 404 && provider === 'anthropic' && isModelError(value))
    return refuse('model', `${host} has no model ${model}.`)
  if (status === 429)
    return refuse(
      'api_key',
      `${host} took the key but is over its limit (status 429): try again in a moment.`,
    )
  if (status !== 200) return refuse('base_url', `${host} answered with status ${status}.`)
  if (provider === 'anthropic') {
    if (typeof value?.input_tokens === 'number') return { ok: true, detail: `${host} answered for ${model}.` }
    return refuse('base_url', `${host} does not answer as Anthropic does.`)
  }
  const ids = Array.isArray(value?.data)
    ? value.data.map((item) => (item as { id?: unknown } | null)?.id)
    : []
  if (ids.length === 0) return refuse('base_url', `${host} does not answer with a list of models.`)
  if (ids.includes(model)) return { ok: true, detail: `${host} answered, and has ${model}.` }
  return refuse('model', `${host} took the key, but has no model ${model}.`)
}

/** A missing page is no missing model: Anthropic says `not_found_error` for both, and names the model. */
function isModelError(value: Record<string, unknown> | null): boolean {
  const error = value?.error as { type?: unknown; message?: unknown } | undefined
  return error?.type === 'not_found_error' && String(error.message).startsWith('model')
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}

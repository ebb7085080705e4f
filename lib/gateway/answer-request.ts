import { isL0Error, L0Error } from '@/lib/kernel/errors'
import { when } from '@/lib/kernel/when'
import { isInRollout } from '@/lib/lookup/rollout'
import type { LookupHit } from '@/lib/lookup/schema'
import type { Ask } from './asking/ask'
import { askModel } from './asking/ask-model'
import type { Conversation } from './reading/conversation'
import { judgeEligibility } from './reading/eligibility'
import { estimateTokens } from './reply/estimate-tokens'
import { cacheHeaders, type GatewayReply, type GatewayRequest, type Refusal } from './reply/gateway-reply'
import type { GatewayContext } from './gateway-context'
import type { LookupOutcome, WorkspaceSettings } from './ports'
import { scopeOf } from './reading/scope-fingerprint'
import { serveHit } from './serve-hit'
import { takeBudget } from './take-budget'

/**
 * Workspace, budget, eligibility, normalisation and look-up, in this order (the caller is authenticated
 * already); then the approved answer, or the model's. A warm hit awaits nothing.
 */
export function answerRequest(gateway: GatewayContext, request: GatewayRequest): Answer | Promise<Answer> {
  const startedMs = gateway.elapsedMs()
  return when(gateway.workspaces.settings(request.workspaceId), (settings) =>
    answerWith(gateway, request, settings, startedMs),
  )
}

type Answer = GatewayReply | Refusal

function answerWith(
  gateway: GatewayContext,
  request: GatewayRequest,
  settings: WorkspaceSettings,
  startedMs: number,
): Answer | Promise<Answer> {
  const { policy, prices, plan } = settings
  takeBudget(gateway, request.workspaceId, policy)
  gateway.quota.take(request.workspaceId, plan, gateway.clock.now().getTime())
  const conversation = request.protocol.read(request.value)
  const scope = scopeOf(conversation, policy, request.namedScope)
  const base = { request, conversation, scope, startedMs, policy, prices }

  const eligibility = judgeEligibility(conversation)
  if (request.cacheMode === 'off') return ask(gateway, { ...base, ...bypass('cache_off') })
  if (!eligibility.eligible) return ask(gateway, { ...base, ...bypass(eligibility.reason) })

  const { query } = eligibility
  return when(find(gateway, base, query), (outcome) => {
    if (!outcome) return ask(gateway, { ...base, ...bypass('cache_unavailable') })
    const question = { query, outcome }
    if (outcome.status === 'miss') {
      return ask(gateway, { ...base, status: 'miss', reason: outcome.reason, question, wouldServe: null })
    }
    const withheld = whyWithheld(settings, outcome, conversation, request)
    if (withheld === null) return serveHit(gateway, base, outcome, query)
    const wouldServe = `${outcome.entry.id}@${outcome.entry.version}`
    return ask(gateway, { ...base, status: 'miss', reason: withheld, question, wouldServe })
  })
}

function bypass(reason: string): Pick<Ask, 'status' | 'reason' | 'question' | 'wouldServe'> {
  return { status: 'bypass', reason, question: null, wouldServe: null }
}

function find(
  gateway: GatewayContext,
  { request, conversation, scope }: Pick<Ask, 'request' | 'conversation' | 'scope'>,
  query: string,
): LookupOutcome | null | Promise<LookupOutcome | null> {
  const failed = (error: unknown) => {
    gateway.onFailure(error, 'lookup') // the model can still answer
    return null
  }
  try {
    const found = gateway.lookup.find({
      workspaceId: request.workspaceId,
      query,
      scope,
      userRef: conversation.userRef ?? undefined,
      at: gateway.clock.now(),
    })
    return found instanceof Promise ? found.catch(failed) : found
  } catch (error) {
    return failed(error)
  }
}

/** Reasons of the workspace or of the caller not to serve an answer that is there. */
function whyWithheld(
  { mode, policy }: WorkspaceSettings,
  hit: LookupHit & { canonical: string },
  { maxTokens, userRef }: Conversation,
  { workspaceId, normalizers }: GatewayRequest,
): 'shadow' | 'rollout' | 'max_tokens' | 'normalizer' | null {
  if (mode === 'shadow') return 'shadow'
  if (!isInRollout(policy.rollout_percent, workspaceId, { userRef, canonical: hit.canonical }))
    return 'rollout'
  if (normalizers && !normalizers.includes(hit.normalizer.name)) return 'normalizer'
  // No text has more tokens than characters.
  if (maxTokens !== null && hit.answer.length > maxTokens && estimateTokens(hit.answer) > maxTokens)
    return 'max_tokens'
  return null
}

async function ask(gateway: GatewayContext, facts: Omit<Ask, 'askedMs'>): Promise<Answer> {
  const question = { ...facts, askedMs: gateway.elapsedMs() }
  const { status, reason, scope, request } = question
  const latencyMs = question.askedMs - question.startedMs
  gateway.onAnswered({ workspaceId: request.workspaceId, status, reason, latencyMs, hit: null })
  const key = question.question?.outcome.key
  if (request.cacheMode === 'only') {
    const error = new L0Error(
      'not_found',
      `No approved answer (${reason}), and x-l0-cache: only forbids the model.`,
    )
    const headers = cacheHeaders({ cache: status, tier: null, scope, reason, key })
    return { kind: 'refused', error, headers }
  }
  try {
    return await askModel(gateway, question)
  } catch (error) {
    if (!isL0Error(error)) throw error
    return {
      kind: 'refused',
      error,
      headers: cacheHeaders({ cache: status, tier: 'L3_LLM', scope, reason, key }),
    }
  }
}

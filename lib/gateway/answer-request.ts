import { isL0Error, L0Error } from '@/lib/kernel/errors'
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
 * already); then the approved answer, or the model's.
 */
export async function answerRequest(
  gateway: GatewayContext,
  request: GatewayRequest,
): Promise<GatewayReply | Refusal> {
  const startedMs = gateway.elapsedMs()
  const settings = await gateway.workspaces.settings(request.workspaceId)
  takeBudget(gateway, request.workspaceId, settings.policy)
  gateway.quota.take(request.workspaceId, settings.plan, gateway.clock.now().getTime())
  const conversation = request.protocol.read(request.value)
  const scope = scopeOf(conversation, settings.policy, request.namedScope)
  const { policy, prices } = settings
  const base = { request, conversation, scope, startedMs, policy, prices }

  const eligibility = judgeEligibility(conversation)
  if (request.cacheMode === 'off') return ask(gateway, { ...base, ...bypass('cache_off') })
  if (!eligibility.eligible) return ask(gateway, { ...base, ...bypass(eligibility.reason) })

  const outcome = await find(gateway, base, eligibility.query)
  if (!outcome) return ask(gateway, { ...base, ...bypass('cache_unavailable') })
  const question = { query: eligibility.query, outcome }
  if (outcome.status === 'miss') {
    return ask(gateway, { ...base, status: 'miss', reason: outcome.reason, question, wouldServe: null })
  }
  const withheld = whyWithheld(settings, outcome, conversation, request)
  if (withheld === null) return serveHit(gateway, { ...base, outcome, query: question.query })
  const wouldServe = `${outcome.entry.id}@${outcome.entry.version}`
  return ask(gateway, { ...base, status: 'miss', reason: withheld, question, wouldServe })
}

function bypass(reason: string): Pick<Ask, 'status' | 'reason' | 'question' | 'wouldServe'> {
  return { status: 'bypass', reason, question: null, wouldServe: null }
}

async function find(
  gateway: GatewayContext,
  { request, conversation, scope }: Pick<Ask, 'request' | 'conversation' | 'scope'>,
  query: string,
): Promise<LookupOutcome | null> {
  try {
    return await gateway.lookup.find({
      workspaceId: request.workspaceId,
      query,
      scope,
      userRef: conversation.userRef ?? undefined,
      at: gateway.clock.now(),
    })
  } catch (error) {
    gateway.onFailure(error, 'lookup') // the model can still answer
    return null
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
  if (maxTokens !== null && estimateTokens(hit.answer) > maxTokens) return 'max_tokens'
  return null
}

async function ask(gateway: GatewayContext, facts: Omit<Ask, 'askedMs'>): Promise<GatewayReply | Refusal> {
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

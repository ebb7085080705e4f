import { estimateTokens } from '@/lib/gateway/reply/estimate-tokens'
import { addUsd } from '@/lib/kernel/money'
import { when } from '@/lib/kernel/when'
import { isInRollout } from '@/lib/lookup/rollout'
import type { LookupRequest, LookupResponse } from '@/lib/lookup/schema'
import type { LookupOutcome } from '@/lib/lookup/find-answer'
import { writeHit } from '@/lib/lookup/write-hit'
import { costUsd } from '@/lib/usage/prices'
import type { Container } from './container'
import { json, jsonText, type Reply } from './http/call'

/** The lookup API's reply: a look-up, stripped of what only the gateway needs. */
export function answerLookUp(
  app: Container,
  workspaceId: string,
  request: LookupRequest,
): Reply | Promise<Reply> {
  return when(lookUp(app, workspaceId, request), asReply)
}

function asReply(outcome: LookupOutcome): Reply {
  if (outcome.status === 'hit') return jsonText(writeHit(outcome))
  const { status, key, reason, trace } = outcome
  return json({ status, key, reason, trace } satisfies LookupResponse)
}

/** A look-up, found and counted. */
export function lookUp(
  app: Container,
  workspaceId: string,
  request: LookupRequest,
): LookupOutcome | Promise<LookupOutcome> {
  const startedMs = performance.now()
  const plan = app.lookup.live.peek(workspaceId)?.plan
  if (plan) app.quota.take(workspaceId, plan, Date.now())
  const found = app.lookup.find({ workspaceId, query: request.query, scope: request.scope })
  return when(found, (outcome) => counted(app, workspaceId, request, outcome, startedMs))
}

function counted(
  app: Container,
  workspaceId: string,
  request: LookupRequest,
  outcome: LookupOutcome,
  startedMs: number,
): LookupOutcome {
  const latencyMs = performance.now() - startedMs
  const why = outcome.status === 'hit' ? whyWithheld(app, workspaceId, request, outcome.canonical) : null
  if (outcome.status === 'hit' && why) {
    const { key, entry, canonical } = outcome
    app.normalization.sampleHit({ workspaceId, key, entry, canonical }, 'shadow')
    return counted(app, workspaceId, request, withheld(outcome, why), startedMs)
  }
  const hit = outcome.status === 'hit'
  app.countLookup({ door: 'lookup', status: outcome.status, reason: hit ? '' : outcome.reason, latencyMs })
  app.usage.count({
    workspace_id: workspaceId,
    at_ms: Date.now(),
    scope: request.scope,
    key: outcome.key,
    status: outcome.status,
    reason: hit ? '' : outcome.reason,
    model: '',
    input_tokens: 0,
    output_tokens: 0,
    cost_usd: hit ? outcome.cost_usd : 0,
    saved_usd: hit ? savedBy(app, workspaceId, request.query, outcome) : 0,
    latency_ms: latencyMs,
    error: false,
  })
  if (hit)
    app.sampleHit({ workspaceId, key: outcome.key, entry: outcome.entry, canonical: outcome.canonical })
  return outcome
}

type Withheld = 'shadow' | 'rollout'

function whyWithheld(
  app: Container,
  workspaceId: string,
  request: LookupRequest,
  canonical: string,
): Withheld | null {
  const live = app.lookup.live.peek(workspaceId)
  if (!live) return null
  const { mode, policy } = live.workspace
  const userRef = request.user_ref ?? null
  if (mode === 'shadow') return 'shadow'
  return isInRollout(policy.rollout_percent, workspaceId, { userRef, canonical }) ? null : 'rollout'
}

const withheldBecause = {
  shadow: 'the workspace is in shadow mode',
  rollout: 'this question is outside the share of traffic that is served',
}

/** What is not served is a miss for the caller; the trace says what it would have been. */
function withheld(hit: LookupOutcome & { status: 'hit' }, why: Withheld): LookupOutcome {
  const detail = `would serve ${hit.entry.id}@${hit.entry.version}; ${withheldBecause[why]}`
  const { key, canonical, found } = hit
  return { status: 'miss', key, reason: 'no_entry', trace: [{ step: why, detail }], canonical, found }
}

/** The model the policy names stands for whatever the caller would have asked; without one, only the price counts. */
function savedBy(
  app: Container,
  workspaceId: string,
  query: string,
  hit: LookupOutcome & { status: 'hit' },
): number {
  const live = app.lookup.live.peek(workspaceId)
  const model = live?.workspace.policy.lookup_model
  if (!live || !model) return -hit.cost_usd
  const usage = { inputTokens: estimateTokens(query), outputTokens: estimateTokens(hit.answer) }
  return addUsd(costUsd(live.prices.priceOf(model, app.clock.now()), usage), -hit.cost_usd)
}

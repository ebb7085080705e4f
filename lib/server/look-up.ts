import type { LookupRequest, LookupResponse } from '@/lib/lookup/schema'
import type { LookupOutcome } from '@/lib/lookup/find-answer'
import type { Container } from './container'

/** A lookup as the API answers it: found, counted, and stripped of what only the gateway needs. */
export function lookUp(
  app: Container,
  workspaceId: string,
  request: LookupRequest,
): LookupResponse | Promise<LookupResponse> {
  const startedMs = performance.now()
  const outcome = app.lookup.find({ workspaceId, query: request.query, scope: request.scope })
  if (outcome instanceof Promise)
    return outcome.then((late) => counted(app, workspaceId, request, late, startedMs))
  return counted(app, workspaceId, request, outcome, startedMs)
}

function counted(
  app: Container,
  workspaceId: string,
  request: LookupRequest,
  outcome: LookupOutcome,
  startedMs: number,
): LookupResponse {
  const latencyMs = performance.now() - startedMs
  if (outcome.status === 'hit' && isShadow(app, workspaceId)) {
    app.normalization.sampleHit({
      workspaceId,
      key: outcome.key,
      entry: outcome.entry,
      canonical: outcome.canonical,
    })
    return counted(app, workspaceId, request, withheld(outcome), startedMs)
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
    saved_usd: 0,
    latency_ms: latencyMs,
    error: false,
  })
  if (hit)
    app.sampleHit({ workspaceId, key: outcome.key, entry: outcome.entry, canonical: outcome.canonical })
  const { canonical: _canonical, found: _found, ...response } = outcome
  return response
}

function isShadow(app: Container, workspaceId: string): boolean {
  return app.lookup.live.peek(workspaceId)?.workspace.mode === 'shadow'
}

/** A workspace in shadow mode serves nothing; the trace says what it would have served. */
function withheld(hit: LookupOutcome & { status: 'hit' }): LookupOutcome {
  const detail = `would serve ${hit.entry.id}@${hit.entry.version}; the workspace is in shadow mode`
  const { key, canonical, found } = hit
  return { status: 'miss', key, reason: 'no_entry', trace: [{ step: 'shadow', detail }], canonical, found }
}

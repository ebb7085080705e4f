import { notFound } from '@/lib/kernel/errors'
import { dayMs } from '@/lib/kernel/time'
import { permit, type Caller } from '../authority'
import { boundOf, sum } from '../judgements/bound'
import type { NormalizationDeps } from '../ports'
import type { ReleaseDetail, ReleaseEvaluation, ReleasePage, ReleaseQuery } from './schema'

export async function listReleases(
  deps: NormalizationDeps,
  caller: Caller,
  query: ReleaseQuery,
): Promise<ReleasePage> {
  permit(caller, 'view', deps.clock.now())
  return deps.unit.read(caller.principal.workspace_id).releases.list(query)
}

export async function getRelease(
  deps: NormalizationDeps,
  caller: Caller,
  id: string,
): Promise<ReleaseDetail> {
  permit(caller, 'view', deps.clock.now())
  const release = await deps.unit.read(caller.principal.workspace_id).releases.get(id)
  if (!release) throw notFound('The release')
  return release
}

const windowDays = 180

/**
 * What is known of how well a release does: its cross-fitted calibration, and what people judged since it
 * went live. Judgements count for whatever was live when the hit was sampled.
 */
export async function evaluateRelease(
  deps: NormalizationDeps,
  caller: Caller,
  id: string,
): Promise<ReleaseEvaluation> {
  const release = await getRelease(deps, caller, id)
  const stores = deps.unit.read(caller.principal.workspace_id)
  const since = release.released_at
    ? new Date(release.released_at)
    : new Date(deps.clock.now().getTime() - windowDays * dayMs)
  const [artefact, tallies, { policy }] = await Promise.all([
    stores.releases.artefact(id),
    release.status === 'live' ? stores.judgements.tallies(since) : [],
    stores.facts(),
  ])
  const budget = release.budget ?? policy.false_hit_budget
  const tallyOf = new Map(tallies.map((tally) => [tally.key, tally]))
  const total = boundOf({ key: '', ...sum(tallies) }, budget)
  return {
    release: release.id,
    hash: release.hash,
    budget,
    calibration: release.calibration,
    judged: { judged: total.judged, wrong: total.wrong, lower: total.lower, upper: total.upper },
    judged_since: since.toISOString(),
    intents: (artefact?.intents ?? []).map((intent) => ({
      ...boundOf(tallyOf.get(intent.key) ?? { key: intent.key, judged: 0, wrong: 0, waiting: 0 }, budget),
      status: intent.status,
      phrasings: intent.phrasings.length,
      patterns: intent.patterns.length,
    })),
  }
}

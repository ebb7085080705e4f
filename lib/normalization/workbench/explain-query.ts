import { L0Error, notFound } from '@/lib/kernel/errors'
import { permit, type Caller } from '../authority'
import { loadRelease, type NormalizeContext, type Normalizer } from '../normalizer'
import type { NormalizationDeps } from '../ports'
import type { NormalizeResult } from '../schema'
import type { WorkbenchQuery, WorkbenchResult, WouldServe } from './schema'

export type ExplainDeps = NormalizationDeps & {
  /** What the workspace runs, with its remembered decisions. */
  running: (workspaceId: string) => Promise<{ normalizer: Normalizer; memo: NormalizeContext['memo'] }>
  /** Finds and renders the answer of a result, as a lookup would. */
  serve: (workspaceId: string, scope: string, result: NormalizeResult) => Promise<WouldServe>
}

/** The whole trace of one query under the live release or another one, and what would be served. */
export async function explainQuery(
  deps: ExplainDeps,
  caller: Caller,
  { query, release_id, scope }: WorkbenchQuery,
): Promise<WorkbenchResult> {
  permit(caller, 'view', deps.clock.now())
  const workspaceId = caller.principal.workspace_id
  const { releases } = deps.unit.read(workspaceId)
  const [running, live] = await Promise.all([deps.running(workspaceId), releases.live()])
  const normalizer =
    release_id === undefined || release_id === live?.id
      ? running.normalizer
      : await loadOther(deps, workspaceId, release_id)
  const result = normalizer.normalize(query, { memo: running.memo })
  return {
    result,
    tokens: result.canonical.split(' ').filter(Boolean),
    release: {
      id: release_id ?? live?.id ?? null,
      hash: normalizer.release.hash,
      live: normalizer.release.hash === running.normalizer.release.hash,
    },
    would_serve: await deps.serve(workspaceId, scope, result),
  }
}

async function loadOther(deps: NormalizationDeps, workspaceId: string, id: string): Promise<Normalizer> {
  const { releases } = deps.unit.read(workspaceId)
  if (!(await releases.get(id))) throw notFound('The release')
  const artefact = await releases.artefact(id)
  if (!artefact) throw new L0Error('conflict', 'The release is not trained.')
  return loadRelease(artefact)
}

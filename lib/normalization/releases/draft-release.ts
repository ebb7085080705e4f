import { isL0Error } from '@/lib/kernel/errors'
import { dayMs, minuteMs } from '@/lib/kernel/time'
import { actorOf, permit, type Caller } from '../authority'
import { limits, type Release, type ReleaseInput } from '../schema'
import type { ReleaseDeps } from './release-deps'
import { makePreview } from './preview-release'
import { releaseInput } from './release-input'
import { DraftRelease, type DraftReleaseInput, type ReleaseDetail, type ReleaseView } from './schema'
import { trafficDays } from './traffic'

const abandonedAfterMs = 2 * minuteMs
const progressEveryMs = 500

/**
 * Starts training a release from the intents as they are, with recent misses as background. Answers at once;
 * `finished` resolves when it is a draft with a preview, or has failed. Throws `conflict` while another one
 * is being trained.
 */
export async function draftRelease(
  deps: ReleaseDeps,
  caller: Caller,
  input: DraftReleaseInput = {},
): Promise<{ release: ReleaseView; finished: Promise<ReleaseDetail> }> {
  const now = deps.clock.now()
  permit(caller, 'intent.edit', now)
  const choice = DraftRelease.parse(input)
  const workspaceId = caller.principal.workspace_id
  const stores = deps.unit.read(workspaceId)
  await stores.releases.failAbandoned(new Date(now.getTime() - abandonedAfterMs))
  const release = await deps.unit.transact(workspaceId, (tx) =>
    tx.releases.start({ notes: choice.notes, created_by: actorOf(caller).label }, now),
  )
  const finished = train(deps, caller, release.id, async () => {
    const [intents, shadow, { policy }, live] = await Promise.all([
      stores.intents.all(),
      stores.misses.shadowTexts(new Date(now.getTime() - trafficDays * dayMs), limits.shadowRows),
      stores.facts(),
      stores.releases.live(),
    ])
    return releaseInput({ intents, shadow, policy, choice, live })
  })
  // Most callers do not wait for the end; with the database away, it must not end the process.
  finished.catch(deps.onError)
  return { release, finished }
}

async function train(
  deps: ReleaseDeps,
  caller: Caller,
  id: string,
  read: () => Promise<ReleaseInput>,
): Promise<ReleaseDetail> {
  const workspaceId = caller.principal.workspace_id
  const { releases } = deps.unit.read(workspaceId)
  try {
    const trained = await deps.lab.train(await read(), progressKeeper(deps, workspaceId, id))
    await keepTrained(deps, caller, id, trained)
    await makePreview(deps, workspaceId, id, trained)
  } catch (error) {
    if (!isL0Error(error)) deps.onError(error)
    const message = isL0Error(error) ? error.message : 'Training failed; the server’s log says why.'
    await releases.setFailed(id, message).catch(deps.onError)
  }
  return (await releases.get(id))!
}

async function keepTrained(deps: ReleaseDeps, caller: Caller, id: string, trained: Release): Promise<void> {
  await deps.unit.transact(caller.principal.workspace_id, async (tx) => {
    if (!(await tx.releases.setTrained(id, trained))) return
    const release = await tx.releases.get(id)
    await tx.audit.append({
      type: 'release.drafted',
      actor: actorOf(caller),
      target: { type: 'release', id, label: `release ${release?.number}` },
      after: { hash: trained.hash, budget: trained.budget, intents: trained.intents.length },
      request_id: caller.request_id,
    })
  })
}

/** Stores progress twice a second at most, and at least as a sign of life. */
function progressKeeper(deps: ReleaseDeps, workspaceId: string, id: string) {
  const { releases } = deps.unit.read(workspaceId)
  let lastMs = 0
  return (done: number, total: number, label: string) => {
    const now = deps.clock.now()
    if (now.getTime() - lastMs < progressEveryMs) return
    lastMs = now.getTime()
    releases.setProgress(id, { done, total, label }, now).catch(deps.onError)
  }
}

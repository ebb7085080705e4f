import { L0Error, notFound } from '@/lib/kernel/errors'
import { dayMs } from '@/lib/kernel/time'
import { permit, type Caller } from '../authority'
import type { Release } from '../schema'
import { emptyReplay } from './replay-traffic'
import type { ReleaseDeps } from './release-deps'
import type { ReleaseDetail, ReleasePreview } from './schema'
import { trafficDays } from './traffic'

/** Distinct queries a preview replays. */
const maxQueries = 5_000

/** Replays recent traffic anew: what is live, or what people judged, has changed since. */
export async function previewRelease(deps: ReleaseDeps, caller: Caller, id: string): Promise<ReleaseDetail> {
  permit(caller, 'intent.edit', deps.clock.now())
  const { releases } = deps.unit.read(caller.principal.workspace_id)
  if (!(await releases.get(id))) throw notFound('The release')
  const artefact = await releases.artefact(id)
  if (!artefact) throw new L0Error('conflict', 'The release is not trained.')
  await makePreview(deps, caller.principal.workspace_id, id, artefact)
  return (await releases.get(id))!
}

/** Stores how recent traffic would fare under `after`, compared with what is live now. */
export async function makePreview(
  deps: ReleaseDeps,
  workspaceId: string,
  id: string,
  after: Release,
): Promise<ReleasePreview> {
  const stores = deps.unit.read(workspaceId)
  const now = deps.clock.now()
  const live = await stores.releases.live()
  const [before, traffic] = await Promise.all([
    live ? stores.releases.artefact(live.id) : null,
    stores.misses.recentTraffic(new Date(now.getTime() - trafficDays * dayMs), maxQueries),
  ])
  const nothingToReplay = traffic.length === 0
  const replayed = nothingToReplay
    ? emptyReplay(before?.hash ?? null)
    : await deps.lab.replay({ before, after }, traffic)
  const preview = { ...replayed, created_at: now.toISOString() }
  await stores.releases.setPreview(id, preview)
  return preview
}

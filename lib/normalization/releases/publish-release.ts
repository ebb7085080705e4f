import { L0Error, notFound } from '@/lib/kernel/errors'
import { actorOf, permit, type Caller } from '../authority'
import type { NormalizationDeps, NormalizationTransaction } from '../ports'
import { PublishRelease, type PublishReleaseInput, type ReleaseDetail } from './schema'

/**
 * Makes a trained release the one the workspace runs. Throws `content_changed` when it is not the content that
 * was looked at, and `conflict` when its preview is missing, out of date, or shows more risk than was accepted.
 */
export async function publishRelease(
  deps: NormalizationDeps,
  caller: Caller,
  id: string,
  input: PublishReleaseInput,
): Promise<ReleaseDetail> {
  const now = deps.clock.now()
  permit(caller, 'release.manage', now)
  const { hash, reason, accept_risk } = PublishRelease.parse(input)
  return change(deps, caller, async (tx, before) => {
    const release = await tx.releases.get(id)
    if (!release) throw notFound('The release')
    if (release.status === 'live') throw new L0Error('conflict', 'This release is live already.')
    if (release.status !== 'draft' && release.status !== 'retired')
      throw new L0Error('conflict', 'The release is not trained.')
    if (release.hash !== hash)
      throw new L0Error('content_changed', 'This is not the release you looked at; look again.')
    requirePreview(release, before, accept_risk)
    await tx.releases.setLive(id, actorOf(caller).label, now, false)
    await moveMergedDecisions(tx, id)
    return { type: 'release.released', release, reason: reason || null }
  })
}

/** Goes back to the release that was live before this one. Throws `conflict` when there is none. */
export async function revertRelease(
  deps: NormalizationDeps,
  caller: Caller,
  input: { reason: string },
): Promise<ReleaseDetail> {
  const now = deps.clock.now()
  permit(caller, 'release.manage', now)
  return change(deps, caller, async (tx, before) => {
    const previous = before?.previous_id ? await tx.releases.get(before.previous_id) : null
    if (!previous) throw new L0Error('conflict', 'There is no earlier release to go back to.')
    await tx.releases.setLive(previous.id, actorOf(caller).label, now, true)
    return { type: 'release.reverted', release: previous, reason: input.reason }
  })
}

type Change = {
  type: 'release.released' | 'release.reverted'
  release: ReleaseDetail
  reason: string | null
}

/** One change of what is live at a time; the event and the news for the instances go with it. */
async function change(
  deps: NormalizationDeps,
  caller: Caller,
  work: (tx: NormalizationTransaction, before: ReleaseDetail | null) => Promise<Change>,
): Promise<ReleaseDetail> {
  const result = await deps.unit.transact(caller.principal.workspace_id, async (tx) => {
    await tx.releases.lockAll()
    const before = await tx.releases.live()
    const { type, release, reason } = await work(tx, before)
    await tx.audit.append({
      type,
      actor: actorOf(caller),
      target: { type: 'release', id: release.id, label: `release ${release.number}` },
      before: { release: before?.id ?? null, hash: before?.hash ?? null },
      after: { release: release.id, hash: release.hash },
      reason,
      request_id: caller.request_id,
    })
    await tx.memos.forgetNones(release, deps.clock.now())
    await tx.announceChange('release', deps.clock.now())
    return (await tx.releases.get(release.id))!
  })
  deps.nudge()
  return result
}

/** Remembered decisions follow a merge once it is live; a release from before it keeps them as they are. */
async function moveMergedDecisions(tx: NormalizationTransaction, id: string): Promise<void> {
  const merged = await tx.intents.merged()
  if (merged.length === 0) return
  const known = new Set((await tx.releases.artefact(id))?.intents.map(({ key }) => key))
  for (const { key, merged_into } of merged) if (!known.has(key)) await tx.memos.moveKey(key, merged_into)
}

function requirePreview(release: ReleaseDetail, live: ReleaseDetail | null, acceptRisk: boolean): void {
  const { preview, budget } = release
  if (!preview)
    throw new L0Error('conflict', 'Preview the release first: it was not replayed over recent traffic.')
  if (preview.against !== (live?.hash ?? null))
    throw new L0Error('conflict', 'Another release went live since the preview was made; preview again.')
  const risks = risksOf(preview, budget ?? 0)
  if (risks.length === 0 || acceptRisk) return
  throw new L0Error('conflict', `${risks.join(' ')} Accept the risk to release it all the same.`, {
    extra: { risks },
  })
}

/** Why somebody should think twice, in sentences; empty when nothing speaks against it. */
function risksOf(preview: NonNullable<ReleaseDetail['preview']>, budget: number): string[] {
  const risks: string[] = []
  if (preview.judged.wrong > 0)
    risks.push(`It would serve ${preview.judged.wrong} requests in a way that people judged to be wrong.`)
  if (preview.hits_after > 0 && preview.estimated_false_hits / preview.hits_after > budget)
    risks.push(
      `About ${preview.estimated_false_hits.toFixed(1)} of ${preview.hits_after} hits are expected to be wrong: more than the budget of ${(budget * 100).toFixed(1)} %.`,
    )
  return risks
}

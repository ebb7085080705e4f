import type { AuditEventInput } from '@/lib/audit/schema'
import { installationLog } from '@/lib/audit/schema'
import { personalPlaces, workspacePlaces, type ResealDeps, type SealedPlace } from './ports'

type Unreadable = { place: SealedPlace; id: string }

export type Resealed = {
  resealed: number
  /** Sealed with a key that is not at hand, or damaged: left as they are. */
  unreadable: Unreadable[]
}

export type ResealOptions = {
  actor: AuditEventInput['actor']
  /** Called after each transaction with how many were looked at so far. */
  onProgress?: (done: number) => void
  /** Values a transaction takes at most. */
  batch?: number
}

const defaultBatch = 200

/**
 * Seals what is sealed at rest with the current key, wherever another one still was used. May break off anywhere and be
 * run again, also while servers run: what was done stays done, and both keys open meanwhile. Each transaction has its
 * event, in the workspace's log, or in the installation's for people's second factors.
 */
export async function resealSecrets(deps: ResealDeps, options: ResealOptions): Promise<Resealed> {
  const result: Resealed = { resealed: 0, unreadable: [] }
  const logs = [...(await deps.unit.workspaceIds()), null]
  for (const workspaceId of logs) {
    const places = workspaceId === null ? personalPlaces : workspacePlaces
    const after = Object.fromEntries(places.map((place) => [place, '']))
    for (let more = true; more;) {
      more = await resealBatch(deps, options, { workspaceId, places, after }, result)
      options.onProgress?.(result.resealed + result.unreadable.length)
    }
  }
  return result
}

type Batch = {
  workspaceId: string | null
  places: readonly SealedPlace[]
  /** Where each place was left; moved on. */
  after: Record<string, string>
}

/** One transaction; false when nothing was left. */
async function resealBatch(
  { unit, sealer, keyId }: ResealDeps,
  { actor, batch = defaultBatch }: ResealOptions,
  { workspaceId, places, after }: Batch,
  result: Resealed,
): Promise<boolean> {
  const done = await unit.transact(async (tx) => {
    const counts: Record<string, number> = {}
    const unreadable: Unreadable[] = []
    const reached: Record<string, string> = {}
    let full = false
    for (const place of places) {
      const found = await tx.next({ place, workspaceId, keyId, after: after[place] ?? '', limit: batch })
      full ||= found.length === batch
      for (const { id, sealed } of found) {
        reached[place] = id
        const plain = opened(sealer, sealed)
        if (plain === null) unreadable.push({ place, id })
        else {
          await tx.set(place, id, sealer.seal(plain))
          counts[place] = (counts[place] ?? 0) + 1
        }
      }
    }
    const log = workspaceId ?? installationLog
    if (Object.keys(counts).length > 0)
      await tx.audit(log).append({
        type: 'secrets.resealed',
        actor,
        target: { type: workspaceId === null ? 'installation' : 'workspace', id: log },
        after: { key_id: keyId, ...counts },
      })
    return { counts, unreadable, reached, full }
  })
  // Only what was committed counts.
  Object.assign(after, done.reached)
  result.unreadable.push(...done.unreadable)
  result.resealed += Object.values(done.counts).reduce((sum, count) => sum + count, 0)
  return done.full
}

function opened(sealer: ResealDeps['sealer'], sealed: string): string | null {
  try {
    return sealer.open(sealed)
  } catch {
    return null
  }
}

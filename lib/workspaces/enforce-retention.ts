import { dayMs } from '@/lib/kernel/time'
import { nothingErased } from './forget-person'
import type { PrivacyParts } from './privacy-ports'

const batch = 2_000
const maxBatches = 50

/**
 * Deletes misses, samples and judgements older than the policy's retention, in batches of their own
 * transactions. Nothing under a legal hold. Returns how many rows went.
 */
export async function enforceRetention(parts: PrivacyParts, workspaceId: string): Promise<number> {
  let total = 0
  for (let round = 0; round < maxBatches; round++) {
    const gone = await eraseBatch(parts, workspaceId)
    total += gone.all
    if (gone.most < batch) break
  }
  return total
}

async function eraseBatch(
  { clock, unit }: PrivacyParts,
  workspaceId: string,
): Promise<{ all: number; most: number }> {
  return unit.transact(workspaceId, async (tx) => {
    const { legal_hold, retention_days } = await tx.policy()
    if (legal_hold) return { all: 0, most: 0 }
    const cutoff = new Date(clock.now().getTime() - retention_days * dayMs)
    const gone = await tx.privacy.eraseOlderThan(cutoff, batch)
    const counts = Object.values(gone)
    const all = counts.reduce((sum, count) => sum + count, 0)
    if (all > 0) {
      await tx.audit.append({
        type: 'privacy.erased',
        actor: { type: 'system', id: 'system', label: 'L0 Cache' },
        target: { type: 'workspace', id: workspaceId },
        reason: `older than ${retention_days} days`,
        after: { by: ['retention'], erased: { ...nothingErased, ...gone } },
        risk: 'low',
      })
    }
    return { all, most: Math.max(...counts) }
  })
}

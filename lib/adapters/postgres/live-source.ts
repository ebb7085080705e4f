import { parseRelease } from '@/lib/normalization/train-release'
import type { Release } from '@/lib/normalization/schema'
import { WorkspacePolicy, type Workspace, type WorkspaceMode } from '@/lib/workspaces/schema'
import { toPrice } from '@/lib/usage/model-prices'
import type { ModelPrice } from '@/lib/usage/prices'
import type { Db } from './database'
import { modelPriceStore } from './model-price-store'

export type LiveFacts = {
  workspace: Workspace
  salt: string
  /** Null before the first release: then only exact matches are served. */
  release: Release | null
  memo: Map<string, string | null>
  /** The workspace's own. */
  prices: ModelPrice[]
}

/** Everything a lookup needs of a workspace, in a few statements; null when there is no such workspace. */
export async function readLive(db: Db, workspaceId: string): Promise<LiveFacts | null> {
  const row = await db.workspace.findUnique({ where: { id: workspaceId } })
  if (!row) return null
  const [release, memos, prices] = await Promise.all([
    db.release.findFirst({ where: { workspace_id: workspaceId, status: 'live' } }),
    db.memo.findMany({
      where: { workspace_id: workspaceId, revoked_at: null },
      select: { masked_text: true, key: true },
      orderBy: { created_at: 'desc' },
      take: 100_000,
    }),
    modelPriceStore({ db, workspaceId }).list(),
  ])
  return {
    workspace: {
      id: row.id,
      slug: row.slug,
      name: row.name,
      plan: row.plan,
      mode: row.mode as WorkspaceMode,
      policy: WorkspacePolicy.parse(row.policy),
      policy_version: row.policy_version,
      created_at: row.created_at.toISOString(),
    },
    salt: row.salt,
    release: release ? parseRelease(release.artefact) : null,
    memo: new Map(memos.map((memo) => [memo.masked_text, memo.key])),
    prices: prices.map(toPrice),
  }
}

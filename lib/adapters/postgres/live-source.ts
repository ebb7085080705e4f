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

/**
 * Everything a lookup needs of a workspace, in a few statements; null when there is no such workspace. `known` is the
 * release it ran when it was last read: the very same object is given back when it still does, and its megabytes stay
 * where they are.
 */
export async function readLive(db: Db, workspaceId: string, known?: Release): Promise<LiveFacts | null> {
  const row = await db.workspace.findUnique({ where: { id: workspaceId } })
  if (!row) return null
  const [release, memos, prices] = await Promise.all([
    liveRelease(db, workspaceId, known),
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
    release,
    memo: new Map(memos.map((memo) => [memo.masked_text, memo.key])),
    prices: prices.map(toPrice),
  }
}

async function liveRelease(db: Db, workspaceId: string, known?: Release): Promise<Release | null> {
  const where = { workspace_id: workspaceId, status: 'live' }
  if (known) {
    const now = await db.release.findFirst({ where, select: { hash: true } })
    if (now?.hash === known.hash) return known
  }
  const release = await db.release.findFirst({ where })
  return release ? parseRelease(release.artefact) : null
}

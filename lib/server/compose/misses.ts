import type { GatewayMiss, MissSink } from '@/lib/gateway/ports'
import { SpareTime } from '@/lib/kernel/spare-time'
import type { LiveWorkspace } from '@/lib/lookup/ports'
import { countMisses } from '@/lib/normalization/misses/count-misses'
import type { CountedMiss, NewMiss } from '@/lib/normalization/misses/schema'
import { foldProposal, type FoldInput } from '@/lib/proposals/intake/fold-proposal'
import type { NewSample, ReviewDeps } from '@/lib/proposals/ports'
import { redact, storedText } from '@/lib/safety/redact'
import { scrub } from '@/lib/safety/scrub'
import { hashUserRef } from '@/lib/workspaces/user-hash'
import type { Base } from '../base'
import type { LookupServices } from './lookup'

export type MissDeps = {
  review: ReviewDeps
  lookup: Pick<LookupServices, 'live'>
  recordMisses: (workspaceId: string, misses: CountedMiss[]) => Promise<void>
  /** A question no local tier could place: whoever may still name its intent, off the reply's path. */
  place?: (workspaceId: string, canonical: string) => Promise<void>
}

/** Database connections that learning may take at once. */
const foldsAtOnce = 3

export type MissServices = MissSink & {
  /** The process is about to end: what waits is worked off without rests. */
  hurry(): void
}

/**
 * What happens after a missed question was answered: it is redacted, counted, and folded into its key's
 * proposal. Runs when the reply has left, in spare time: nothing here can slow or fail a reply.
 */
export function composeMisses(base: Base, deps: MissDeps): MissServices {
  const learning = new SpareTime<GatewayMiss>({
    work: async (misses) => {
      for (const [workspaceId, own] of byName(misses, (miss) => miss.workspace_id))
        await learn(base, deps, workspaceId, own)
    },
    nowMs: () => performance.now(),
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  })
  return {
    async record(miss) {
      await learning.add(miss)
      // An exact key says nothing of the meaning: what matters is why no local tier found one.
      if (miss.reason === 'no_key' || miss.reason === 'low_confidence')
        await deps.place?.(miss.workspace_id, storedText(miss.canonical))
    },
    hurry: () => learning.hurry(),
  }
}

async function learn(base: Base, deps: MissDeps, workspaceId: string, misses: GatewayMiss[]): Promise<void> {
  const live = await deps.lookup.live.get(workspaceId)
  const hashes = misses.map(({ user_ref }) => (user_ref ? hashUserRef(live.salt, user_ref) : null))
  await deps.recordMisses(workspaceId, countMisses(misses.map((miss, i) => asMiss(miss, hashes[i]!))))
  const folds = misses.flatMap((miss, i) => asFold(miss, hashes[i]!, live) ?? [])
  // Alike answers to one key are one proposal; another answer is looked at by itself.
  const groups = [...byName(folds, ({ scope, key, answer }) => `${scope}\n${key}\n${answer}`).values()]
  for (let at = 0; at < groups.length; at += foldsAtOnce)
    await Promise.all(groups.slice(at, at + foldsAtOnce).map((alike) => foldAlike(base, deps, alike)))
}

/** One that fails leaves the others as they are. */
async function foldAlike(base: Base, { review }: MissDeps, alike: FoldInput[]): Promise<void> {
  try {
    const samples = alike.flatMap((fold) => fold.samples)
    const folded = await foldProposal(review, { ...alike[0]!, samples })
    if (!folded.folded) base.log.debug({ why: folded.why }, 'misses made no proposal')
  } catch (error) {
    base.log.error({ err: error }, 'a miss could not be made a proposal')
  }
}

function asMiss(miss: GatewayMiss, user_hash: string | null): NewMiss {
  const { scope, key, reason, would_serve } = miss
  return { scope, key, reason, masked_text: storedText(miss.canonical), user_hash, would_serve }
}

function asFold(miss: GatewayMiss, userHash: string | null, { workspace }: LiveWorkspace): FoldInput | null {
  const { workspace_id, scope, key, model } = miss
  if (key === null || miss.proposed_answer === null || miss.reason === 'guarded') return null
  // A model may say back what it was told: what is not the shop's own becomes a placeholder.
  const answer = scrub(miss.proposed_answer, workspace.policy)
  return { workspace_id, scope, key, answer, model, samples: [{ ...sampleOf(miss, userHash), answer }] }
}

/** A question as reviewers see it: entities and personal data are placeholders. */
export function sampleOf(
  miss: Pick<GatewayMiss, 'query' | 'entities' | 'proposed_answer'>,
  userHash: string | null,
): NewSample {
  const known = miss.entities.map((entity) => ({
    type: entity.slot,
    value: entity.text,
    start: entity.start,
    end: entity.end,
  }))
  const { text, spans } = redact(miss.query, known)
  return {
    text: text.slice(0, 2_000),
    entities: spans.map((span) => ({
      type: span.placeholder.replace(/[{}[\]]/g, ''),
      start: span.out_start,
      end: span.out_end,
    })),
    user_hash: userHash,
    answer: miss.proposed_answer ?? '',
  }
}

function byName<Item>(items: Item[], nameOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const name = nameOf(item)
    const group = groups.get(name)
    if (group) group.push(item)
    else groups.set(name, [item])
  }
  return groups
}

import type { GatewayMiss, MissSink } from '@/lib/gateway/ports'
import type { NewMiss } from '@/lib/normalization/misses/schema'
import { foldProposal } from '@/lib/proposals/intake/fold-proposal'
import type { NewSample, ReviewDeps } from '@/lib/proposals/ports'
import { redact } from '@/lib/safety/redact'
import { scrub } from '@/lib/safety/scrub'
import { hashUserRef } from '@/lib/workspaces/user-hash'
import type { Base } from '../base'
import type { LookupServices } from './lookup'

export type MissDeps = {
  review: ReviewDeps
  lookup: LookupServices
  recordMiss: (workspaceId: string, miss: NewMiss) => Promise<void>
  /** A question no local tier could place: whoever may still name its intent, off the reply's path. */
  place?: (workspaceId: string, canonical: string) => Promise<void>
}

/**
 * What happens after a missed question was answered: it is redacted, counted, and folded into its
 * key's proposal. Runs when the reply has left; nothing here can slow or fail it.
 */
export function composeMisses(base: Base, deps: MissDeps): MissSink {
  return {
    async record(miss) {
      const live = await deps.lookup.live.get(miss.workspace_id)
      const userHash = miss.user_ref ? hashUserRef(live.salt, miss.user_ref) : null
      // The canonical text has lost its entities already; names and the like are taken out here.
      const masked = redact(miss.canonical).text.slice(0, 1_000)
      await deps.recordMiss(miss.workspace_id, {
        scope: miss.scope,
        key: miss.key,
        reason: miss.reason,
        masked_text: masked,
        user_hash: userHash,
        would_serve: miss.would_serve,
      })
      // An exact key says nothing of the meaning: what matters is why no local tier found one.
      if (miss.reason === 'no_key' || miss.reason === 'low_confidence')
        await deps.place?.(miss.workspace_id, masked)
      if (miss.key === null || miss.proposed_answer === null || miss.reason === 'guarded') return
      // A model may say back what it was told: what is not the shop's own becomes a placeholder.
      const answer = scrub(miss.proposed_answer, live.workspace.policy)
      const folded = await foldProposal(deps.review, {
        workspace_id: miss.workspace_id,
        scope: miss.scope,
        key: miss.key,
        answer,
        model: miss.model,
        sample: { ...sampleOf(miss, userHash), answer },
      })
      if (!folded.folded) base.log.debug({ why: folded.why }, 'a miss made no proposal')
    },
  }
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

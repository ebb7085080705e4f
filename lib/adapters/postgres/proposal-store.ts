import { sha256Hex } from '@/lib/kernel/hash'
import { newId } from '@/lib/kernel/ids'
import type { FoldedProposal, NewProposal, NewSample, ProposalStore } from '@/lib/proposals/ports'
import { scrub } from '@/lib/safety/scrub'
import type { Scoped } from './database'
import { Prisma } from './generated/client'
import { jsonRows } from './json-rows'
import { listProposals } from './proposal-list'
import { loadProposals, toDecision } from './proposal-rows'

const samplesInDetail = 100

/** Proposals of one workspace: every statement names it. */
export function proposalStore(scoped: Scoped): ProposalStore {
  const { db, workspaceId } = scoped
  const get = async (id: string) => (await loadProposals(scoped, [id], samplesInDetail))[0] ?? null
  const open = { workspace_id: workspaceId, status: { in: ['pending', 'blocked'] } }
  return {
    list: (query, viewer, now) => listProposals(scoped, query, viewer, now),
    get,
    async lock(id) {
      const rows = await db.$queryRaw<{ id: string }[]>`
        SELECT id FROM proposal WHERE id = ${id} AND workspace_id = ${workspaceId} FOR UPDATE`
      return rows.length > 0 ? get(id) : null
    },
    async findPending(scope, key) {
      const row = await db.proposal.findFirst({
        where: { ...open, scope, key, seeded: null },
        select: { id: true, status: true },
      })
      return row ? { id: row.id, status: row.status as 'pending' | 'blocked' } : null
    },
    async lastRejected(scope, key) {
      const row = await db.proposal.findFirst({
        where: { workspace_id: workspaceId, scope, key, status: 'rejected', seeded: null },
        orderBy: { decided_at: 'desc' },
        select: { content_hash: true },
      })
      return row?.content_hash ?? null
    },
    async fold(proposal, samples, maxSamples, now) {
      const made = await upsertProposal(scoped, proposal, Math.max(1, samples.length), now)
      if (samples.length > 0) await foldSamples(scoped, made.id, samples, maxSamples, now)
      return made
    },
    async setContent(id, content, now) {
      await db.proposal.update({
        where: { id, workspace_id: workspaceId },
        data: {
          answer: content.answer,
          content_hash: content.content_hash,
          risk: content.risk,
          status: content.status,
          findings: content.safety.findings as Prisma.InputJsonValue,
          ruleset_version: content.safety.ruleset_version,
          edited_by: content.edited_by,
          acknowledged: [],
          assistant: Prisma.DbNull,
          updated_at: now,
        },
        select: { id: true },
      })
    },
    async addDecision(id, decision, now) {
      const row = await db.decision.create({
        data: {
          id: newId('dec', now.getTime()),
          workspace_id: workspaceId,
          proposal_id: id,
          verdict: decision.verdict,
          actor_type: decision.actor.type,
          actor_id: decision.actor.id,
          actor_label: decision.actor.label,
          content_hash: decision.content_hash,
          policy_version: decision.policy_version,
          reason_code: decision.reason_code,
          reason: scrub(decision.reason),
          opened_at: decision.opened_at ?? null,
          created_at: now,
        },
      })
      return toDecision(row)
    },
    async voidDecisions(id, reason, now, actorId) {
      const { count } = await db.decision.updateMany({
        where: {
          workspace_id: workspaceId,
          proposal_id: id,
          voided_at: null,
          ...(actorId ? { actor_id: actorId } : {}),
        },
        data: { voided_at: now, void_reason: reason },
      })
      return count
    },
    async close(id, to, by, now) {
      const { count } = await db.proposal.updateMany({
        where: { ...open, id },
        data: {
          status: to,
          decided_at: now,
          decided_by: by.id,
          entry_id: by.entry_id,
          ...(by.content_hash ? { content_hash: by.content_hash } : {}),
          updated_at: now,
          ...noClaim,
        },
      })
      return count === 1
    },
    async reopen(id, now) {
      await db.proposal.update({
        where: { id, workspace_id: workspaceId },
        data: { status: 'pending', decided_at: null, decided_by: null, entry_id: null, updated_at: now },
        select: { id: true },
      })
    },
    async claim(id, by, token, until, now) {
      // Whoever holds it renews under the same token; anybody takes one that has lapsed.
      const rows = await db.$queryRaw<{ claim_token: string; claim_until: Date }[]>`
        UPDATE proposal SET claim_until = ${until}, claimed_by = ${by},
          claim_token = CASE WHEN claimed_by = ${by} AND claim_until > ${now} THEN claim_token ELSE ${token} END
        WHERE id = ${id} AND workspace_id = ${workspaceId} AND status IN ('pending', 'blocked')
          AND (claimed_by IS NULL OR claimed_by = ${by} OR claim_until <= ${now})
        RETURNING claim_token, claim_until`
      const row = rows[0]
      return row ? { token: row.claim_token, until: row.claim_until } : null
    },
    async renew(id, by, token, until, now) {
      const { count } = await db.proposal.updateMany({
        where: { ...open, id, claimed_by: by, claim_token: token, claim_until: { gt: now } },
        data: { claim_until: until },
      })
      return count === 1
    },
    async release(id, token) {
      await db.proposal.updateMany({
        where: { id, workspace_id: workspaceId, claim_token: token },
        data: noClaim,
      })
    },
    async acknowledge(id, item) {
      await db.$executeRaw`
        UPDATE proposal SET acknowledged = acknowledged || ${JSON.stringify([{ ...item, reason: scrub(item.reason) }])}::jsonb
        WHERE id = ${id} AND workspace_id = ${workspaceId}`
    },
    async assign(ids, userId, now) {
      const rows = await db.$queryRaw<{ id: string }[]>`
        UPDATE proposal SET assigned_to = ${userId}, updated_at = ${now}
        WHERE workspace_id = ${workspaceId} AND id = ANY(${ids}) AND status IN ('pending', 'blocked')
        RETURNING id`
      return rows.map((row) => row.id)
    },
    async setAssistant(id, opinion) {
      await db.proposal.updateMany({
        where: { id, workspace_id: workspaceId },
        data: { assistant: opinion as Prisma.InputJsonValue },
      })
    },
  }
}

const noClaim = { claim_token: null, claimed_by: null, claim_until: null }

async function upsertProposal(
  { db, workspaceId }: Scoped,
  proposal: NewProposal,
  count: number,
  now: Date,
): Promise<FoldedProposal> {
  const id = newId('prop', now.getTime())
  // The partial unique index decides between two first misses: the second one counts on the first.
  const rows = await db.$queryRaw<{ id: string; replaceable: boolean }[]>`
    INSERT INTO proposal (id, workspace_id, scope, key, status, origin, risk, answer, model_answer, model,
      content_hash, findings, ruleset_version, edited_by, seeded, count, created_at, last_seen_at, updated_at)
    VALUES (${id}, ${workspaceId}, ${proposal.scope}, ${proposal.key}, ${proposal.status}, ${proposal.origin},
      ${proposal.risk}, ${proposal.answer}, ${proposal.model_answer}, ${proposal.model}, ${proposal.content_hash},
      ${JSON.stringify(proposal.safety.findings)}::jsonb, ${proposal.safety.ruleset_version},
      ${proposal.edited_by ?? []}, ${proposal.seeded ?? null}, ${count}, ${now}, ${now}, ${now})
    ON CONFLICT (workspace_id, scope, key) WHERE status IN ('pending', 'blocked') AND seeded IS NULL
    DO UPDATE SET count = proposal.count + EXCLUDED.count, last_seen_at = EXCLUDED.last_seen_at
    RETURNING id, status = 'blocked' AND cardinality(edited_by) = 0 AS replaceable`
  const { id: waiting, replaceable } = rows[0]!
  return { id: waiting, created: waiting === id, replaceable }
}

async function foldSamples(
  { db, workspaceId }: Scoped,
  proposalId: string,
  samples: NewSample[],
  maxSamples: number,
  now: Date,
): Promise<void> {
  // Those known already are counted whatever the bound; of the others as many come in as there is room.
  await db.$executeRaw`
    WITH given AS (
      SELECT * FROM jsonb_to_recordset(${jsonRows(distinct(samples, now))}::jsonb) AS g(place int, id text,
        text text, text_hash text, entities jsonb, user_hash text, answer text, count int)
    ), known AS (
      UPDATE proposal_sample AS kept SET count = kept.count + given.count, last_seen_at = ${now}
      FROM given
      WHERE kept.proposal_id = ${proposalId} AND kept.workspace_id = ${workspaceId} AND kept.text_hash = given.text_hash
      RETURNING kept.text_hash
    )
    INSERT INTO proposal_sample (id, workspace_id, proposal_id, text, text_hash, entities, user_hash, answer,
      count, created_at, last_seen_at)
    SELECT id, ${workspaceId}, ${proposalId}, text, text_hash, entities, user_hash, answer, count, ${now}, ${now}
    FROM given WHERE text_hash NOT IN (SELECT text_hash FROM known) ORDER BY place
    LIMIT greatest(0, ${maxSamples} - (SELECT count(*) FROM proposal_sample WHERE proposal_id = ${proposalId}))`
}

/** Each text once, as it was seen first, with how often it came. */
function distinct(samples: NewSample[], now: Date) {
  const rows = new Map<string, NewSample & { place: number; id: string; text_hash: string; count: number }>()
  for (const sample of samples) {
    const text_hash = sha256Hex(sample.text)
    const known = rows.get(text_hash)
    if (known) known.count++
    else
      rows.set(text_hash, {
        ...sample,
        place: rows.size,
        id: newId('smp', now.getTime()),
        text_hash,
        count: 1,
      })
  }
  return [...rows.values()]
}

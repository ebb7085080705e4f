import { makeEvidence } from '@/lib/audit/evidence/make-evidence'
import type { EvidencePack, EvidencePeriod } from '@/lib/audit/evidence/schema'
import { evidenceReader } from '@/lib/adapters/postgres/evidence-reader'
import type { NamedActor } from '@/lib/entries/actor'
import { L0Error } from '@/lib/kernel/errors'
import type { Base } from '../base'
import type { Audit } from '../compose/audit'

export type EvidenceRequest = {
  workspaceId: string
  actor: NamedActor
  requestId: string | null
  period: EvidencePeriod
}

/**
 * An evidence pack. That it was made is itself an event, signed before the pack refers to it. Throws
 * `unavailable` where this process has no signer's role: an unsigned pack would prove nothing.
 */
export async function exportEvidence(
  { db, clock, audit }: Pick<Base, 'db' | 'clock'> & { audit: Audit },
  { workspaceId, actor, requestId, period }: EvidenceRequest,
): Promise<EvidencePack> {
  const unsigned = () =>
    new L0Error('unavailable', 'This process has no signer role: make the pack where checkpoints are signed.')
  if (!audit.canSign) throw unsigned()
  await db.transaction((tx) =>
    audit.log.append(tx, workspaceId, {
      type: 'export.made',
      actor,
      target: { type: 'workspace', id: workspaceId, label: null },
      after: { what: 'evidence', ...period },
      request_id: requestId,
    }),
  )
  const signed = await audit.sign(workspaceId, { force: true })
  const privateKey = await audit.speakingKey(workspaceId)
  if (!privateKey || !signed || signed.status === 'empty') throw unsigned()
  return makeEvidence(
    { reader: evidenceReader(db), log: audit.log, now: clock.now() },
    { workspaceId, period, generatedBy: actor.id, checkpoint: signed.checkpoint, privateKey },
  )
}

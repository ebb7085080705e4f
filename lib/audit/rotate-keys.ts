import type { KeyObject } from 'node:crypto'
import { keySpans, logOrigin } from './checkpoint'
import { parseVerifierKey, verifierKey } from './note'
import type { AuditReader, CheckpointStore, SignerKeys } from './ports'
import { rotateSigningKey, type PublishDeps } from './publish-checkpoint'
import type { AuditEventInput, KeyChange } from './schema'

/**
 * The held key that now speaks for a log: the newest for a log nobody signed yet, else the one its
 * key changes end in. Null when none of ours does.
 */
export async function speakingKey(
  log: CheckpointStore,
  held: readonly KeyObject[],
  workspaceId: string,
): Promise<KeyObject | null> {
  const firstKey = await log.firstKey(workspaceId)
  if (firstKey === null) return held[0]!
  const speaker = keySpans(workspaceId, firstKey, await log.keyChanges(workspaceId)).at(-1)!.key
  return held.find((key) => verifierKey(logOrigin(workspaceId), key) === speaker) ?? null
}

export type RotateKeysDeps = Omit<PublishDeps, 'privateKey' | 'log'> & {
  log: AuditReader & CheckpointStore
  keys: SignerKeys
  /** Records the rotation in the log itself, before it is done, so that no change of keys is without its event. */
  record(workspaceId: string, event: AuditEventInput): Promise<void>
}

export type RotateKeysInput = {
  workspaceIds: readonly string[]
  actor: AuditEventInput['actor']
  reason: string
}

export type RotatedKeys = {
  changes: KeyChange[]
  /** Logs for which none of our keys speaks: they cannot be handed over, nor signed. */
  foreign: string[]
}

/**
 * Hands every log from the key that speaks for it to one new key, then destroys the older keys. It may
 * break off anywhere: each log has one speaker at any time, signers find theirs, and running it again
 * goes on with the same new key. Throws `conflict` when a log is not a
 * continuation of what was signed; the keys are then all kept.
 */
export async function rotateKeys(deps: RotateKeysDeps, input: RotateKeysInput): Promise<RotatedKeys> {
  const newKey = await deps.keys.successor()
  const held = await deps.keys.held()
  const changes: KeyChange[] = []
  const foreign: string[] = []
  for (const workspaceId of input.workspaceIds) {
    if ((await deps.log.firstKey(workspaceId)) === null) continue
    const oldKey = await speakingKey(deps.log, held, workspaceId)
    if (!oldKey) {
      foreign.push(workspaceId)
      continue
    }
    const origin = logOrigin(workspaceId)
    if (verifierKey(origin, oldKey) === verifierKey(origin, newKey)) continue
    await deps.record(workspaceId, {
      type: 'signing_key.rotated',
      actor: input.actor,
      target: { type: 'audit_log', id: workspaceId },
      reason: input.reason,
      before: { key_id: parseVerifierKey(verifierKey(origin, oldKey)).id },
      after: { key_id: parseVerifierKey(verifierKey(origin, newKey)).id },
    })
    changes.push(await rotateSigningKey({ ...deps, privateKey: oldKey }, { workspaceId, newKey }))
  }
  await deps.keys.retireAllBut(newKey, deps.clock.now())
  return { changes, foreign }
}

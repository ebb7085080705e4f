import type { KeyObject } from 'node:crypto'
import { auditLog } from '@/lib/adapters/postgres/audit-log'
import { openDatabase, type Database, type Db } from '@/lib/adapters/postgres/database'
import { signerKeys } from '@/lib/adapters/postgres/signer-key'
import { fileWitness } from '@/lib/adapters/witness/file-witness'
import { webhookWitness } from '@/lib/adapters/witness/webhook-witness'
import type { AuditLog, Witness } from '@/lib/audit/ports'
import { installationLog, type AuditEventInput } from '@/lib/audit/schema'
import { publishCheckpoint, type PublishResult } from '@/lib/audit/publish-checkpoint'
import {
  rotateKeys,
  speakingKey,
  type RotatedKeys,
  type RotateKeysDeps,
  type RotateKeysInput,
} from '@/lib/audit/rotate-keys'
import type { Base } from '../base'

export type Audit = {
  log: AuditLog<Db>
  /** Signs the log's head; null when this process is no signer. `force` ignores the interval. */
  sign(workspaceId: string, options?: { force?: boolean; recheck?: boolean }): Promise<PublishResult | null>
  /** Hands every log to a new signing key; null when this process is no signer. */
  rotateKeys(input: Omit<RotateKeysInput, 'workspaceIds'>): Promise<RotatedKeys | null>
  /** Seals the signing keys with the current master secret; null when this process is no signer. */
  resealKeys(actor: AuditEventInput['actor']): Promise<{ resealed: number; unreadable: number } | null>
  /** Has this process the signer's role? */
  canSign: boolean
  /** The key that speaks for the log, to sign what is said of it; null when this process is no signer. */
  speakingKey(workspaceId: string): Promise<KeyObject | null>
  start(): void
  close(): Promise<void>
}

const tickMs = 30_000

/** The audit log and, where the signer's role is available, the loop that signs checkpoints. */
export function composeAudit(base: Base): Audit {
  const signer = openSigner(base)
  const log = auditLog(base.db, signer, base.clock)
  const witnesses = witnessesOf(base)
  const keys = signer && signerKeys(signer, base.secrets)
  const rechecked = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()

  const sign: Audit['sign'] = async (workspaceId, options = {}) => {
    if (!keys) return null
    // Read each time: the key may have been rotated by another process.
    const held = await keys.held()
    // None of ours: the signer refuses the newest, and says why.
    const privateKey = (await speakingKey(log, held, workspaceId)) ?? held[0]!
    const result = await publishCheckpoint(
      { log, privateKey, witnesses, clock: base.clock },
      { workspaceId, ...options },
    )
    if (result.status !== 'published') return result
    for (const { name, error } of result.failedWitnesses)
      base.log.error({ err: error, witness: name }, 'a witness did not take a checkpoint')
    return result
  }
  const allLogs = async () => {
    const heads = await base.db.prisma.auditHead.findMany({ select: { workspace_id: true } })
    return heads.map((head) => head.workspace_id)
  }
  const signAll = async () => {
    for (const workspace of await allLogs()) {
      // Once a process, the whole log is read again: afterwards its newest leaf tells enough.
      await sign(workspace, { recheck: !rechecked.has(workspace) }).then(
        () => rechecked.add(workspace),
        (error) => base.log.error({ err: error, workspace }, 'AUDIT ALARM: a checkpoint was refused'),
      )
    }
  }
  return {
    log,
    sign,
    canSign: keys !== null,
    speakingKey: async (workspaceId) => keys && speakingKey(log, await keys.held(), workspaceId),
    async rotateKeys(input) {
      if (!keys) return null
      const record: RotateKeysDeps['record'] = (workspaceId, event) =>
        base.db.transaction(async (tx) => void (await log.append(tx, workspaceId, event)))
      const deps = { log, keys, witnesses, clock: base.clock, record }
      return rotateKeys(deps, { ...input, workspaceIds: await allLogs() })
    },
    async resealKeys(actor) {
      if (!keys) return null
      const { readable, unreadable } = await keys.sealedWithOlder()
      if (readable > 0) {
        // The signer's role writes no events: this one comes first, so that no change is without its event.
        await base.db.transaction((tx) =>
          log.append(tx, installationLog, {
            type: 'secrets.resealed',
            actor,
            target: { type: 'installation', id: installationLog },
            after: { key_id: base.secrets.current('at-rest').id, signing_key: readable },
          }),
        )
        await keys.reseal()
      }
      return { resealed: readable, unreadable }
    },
    start() {
      if (!signer) return
      timer = setInterval(() => {
        running = running
          .then(signAll)
          .catch((error) => base.log.warn({ err: error }, 'checkpoints were not signed'))
      }, tickMs)
      timer.unref()
    },
    async close() {
      clearInterval(timer)
      await running
      await signer?.close()
    },
  }
}

/** The signer's own login, or its role where one URL may take both; never the app's role. */
function openSigner({ env }: Base): Database | null {
  if (env.SIGNER_DATABASE_URL) return openDatabase({ url: env.SIGNER_DATABASE_URL, maxConnections: 2 })
  if (env.DATABASE_OWNER_URL) return null
  return openDatabase({ url: env.DATABASE_URL, role: 'l0_signer', maxConnections: 2 })
}

function witnessesOf({ env, secrets }: Base): Witness[] {
  const witnesses: Witness[] = []
  if (env.WITNESS_FILE) witnesses.push(fileWitness(env.WITNESS_FILE))
  if (env.WITNESS_WEBHOOK_URL)
    witnesses.push(webhookWitness(env.WITNESS_WEBHOOK_URL, secrets.current('webhook').key))
  return witnesses
}

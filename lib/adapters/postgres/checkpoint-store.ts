import { parseVerifierKey } from '@/lib/audit/note'
import type { CheckpointStore } from '@/lib/audit/ports'
import type { Checkpoint, KeyChange } from '@/lib/audit/schema'
import { L0Error } from '@/lib/kernel/errors'
import { newId } from '@/lib/kernel/ids'
import type { Database, Db } from './database'
import { isUniqueViolation } from './unique-violation'

type Row = {
  workspace_id: string
  size: bigint
  root: string
  key_id: string
  note: string
  created_at: Date
}

/** Checkpoints and the keys that signed them: read by the app, written by the signer's role alone. */
export function checkpointStore(database: Database, signer: Database | null): CheckpointStore {
  const { prisma } = database
  const writer = () => {
    if (signer) return signer
    throw new L0Error('unavailable', 'This process has no signer role: checkpoints are signed elsewhere.')
  }
  return {
    async lastCheckpoint(workspaceId) {
      const row = await prisma.auditCheckpoint.findFirst({
        where: { workspace_id: workspaceId },
        orderBy: { size: 'desc' },
      })
      if (!row) return null
      return {
        checkpoint: toCheckpoint(row),
        peaks: row.peaks.split(' ').filter(Boolean),
        head: row.head_hash,
      }
    },
    async checkpointCovering(workspaceId, seq) {
      const row = await prisma.auditCheckpoint.findFirst({
        where: { workspace_id: workspaceId, size: { gte: seq } },
        orderBy: { size: 'asc' },
      })
      return row ? toCheckpoint(row) : null
    },
    async *checkpoints(workspaceId) {
      const rows = await prisma.auditCheckpoint.findMany({
        where: { workspace_id: workspaceId },
        orderBy: { size: 'asc' },
      })
      for (const row of rows) yield toCheckpoint(row)
    },
    async saveCheckpoint({ checkpoint, peaks, head }) {
      const { workspace, size, root, key_id, note, timestamp } = checkpoint
      await inOrder(writer(), workspace, async (db) => {
        const present = await newestOf(db, workspace)
        if (present.size >= size) throw conflict('A checkpoint of this size or larger is stored.')
        if (present.keyId !== null && present.keyId !== key_id)
          throw conflict('Another key speaks for this log now.')
        await db.auditCheckpoint.create({
          data: {
            id: newId('chk'),
            workspace_id: workspace,
            size,
            root,
            key_id,
            note,
            created_at: new Date(timestamp),
            peaks: peaks.join(' '),
            head_hash: head,
          },
        })
      })
    },
    async keyChanges(workspaceId) {
      const rows = await prisma.auditKey.findMany({
        where: { workspace_id: workspaceId, old_key: { not: '' } },
        orderBy: [{ size: 'asc' }, { created_at: 'asc' }],
      })
      // Not checked here: an export must be possible of what is wrong, so that the verifier can name it.
      return rows.map(toKeyChange)
    },
    async saveKeyChange(change) {
      await unlessTaken('This key has handed over already.', () =>
        inOrder(writer(), change.workspace, async (db) => {
          const present = await newestOf(db, change.workspace)
          if (present.size !== change.size) throw conflict('The log was signed further meanwhile.')
          await db.auditKey.create({
            data: {
              workspace_id: change.workspace,
              verifier_key: change.new_key,
              old_key: change.old_key,
              size: change.size,
              note: change.note,
              created_at: new Date(change.timestamp),
            },
          })
        }),
      )
    },
    async firstKey(workspaceId) {
      const row = await prisma.auditKey.findUnique({
        where: { workspace_id_old_key: { workspace_id: workspaceId, old_key: '' } },
      })
      return row?.verifier_key ?? null
    },
    async saveFirstKey(workspaceId, verifierKey) {
      const present = await this.firstKey(workspaceId)
      if (present === verifierKey) return
      if (present !== null) throw conflict('Another first key is stored.')
      await unlessTaken('Another first key is stored.', () =>
        writer().prisma.auditKey.create({
          data: { workspace_id: workspaceId, verifier_key: verifierKey, old_key: '' },
        }),
      )
    },
  }
}

/** One statement of a log after the other: a checkpoint and a change of keys must not pass each other. */
function inOrder<T>(signer: Database, workspaceId: string, work: (db: Db) => Promise<T>): Promise<T> {
  return signer.transaction(async (db) => {
    await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('l0.signer:' || ${workspaceId}, 0))`
    return work(db)
  })
}

async function newestOf(db: Db, workspaceId: string): Promise<{ size: number; keyId: string | null }> {
  const where = { workspace_id: workspaceId }
  const last = await db.auditCheckpoint.findFirst({
    where,
    orderBy: { size: 'desc' },
    select: { size: true },
  })
  const keys = await db.auditKey.findMany({ where, select: { verifier_key: true, old_key: true } })
  const handedOver = new Set(keys.map((key) => key.old_key))
  const speaking = keys.find((key) => !handedOver.has(key.verifier_key))
  return {
    size: Number(last?.size ?? 0),
    keyId: speaking ? parseVerifierKey(speaking.verifier_key).id : null,
  }
}

type KeyRow = {
  workspace_id: string
  verifier_key: string
  old_key: string
  size: bigint
  note: string | null
  created_at: Date
}

function toKeyChange(row: KeyRow): KeyChange {
  return {
    workspace: row.workspace_id,
    size: Number(row.size),
    old_key: row.old_key,
    new_key: row.verifier_key,
    timestamp: row.created_at.toISOString(),
    note: row.note ?? '',
  }
}

function toCheckpoint(row: Row): Checkpoint {
  return {
    workspace: row.workspace_id,
    size: Number(row.size),
    root: row.root,
    timestamp: row.created_at.toISOString(),
    key_id: row.key_id,
    note: row.note,
  }
}

async function unlessTaken(message: string, write: () => Promise<unknown>): Promise<void> {
  try {
    await write()
  } catch (error) {
    if (isUniqueViolation(error)) throw conflict(message)
    throw error
  }
}

function conflict(message: string): L0Error {
  return new L0Error('conflict', message)
}

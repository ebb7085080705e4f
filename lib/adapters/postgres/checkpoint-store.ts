import { verifyKeyChange } from '@/lib/audit/checkpoint'
import type { CheckpointStore } from '@/lib/audit/ports'
import type { Checkpoint, KeyChange } from '@/lib/audit/schema'
import { L0Error } from '@/lib/kernel/errors'
import { newId } from '@/lib/kernel/ids'
import type { Database } from './database'
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
    if (signer) return signer.prisma
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
      const last = await prisma.auditCheckpoint.findFirst({
        where: { workspace_id: workspace },
        orderBy: { size: 'desc' },
      })
      if (last && Number(last.size) >= size) throw conflict('A checkpoint of this size or larger is stored.')
      await unlessTaken('A checkpoint of this size is stored.', () =>
        writer().auditCheckpoint.create({
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
        }),
      )
    },
    async keyChanges(workspaceId) {
      const rows = await prisma.auditKey.findMany({
        where: { workspace_id: workspaceId, old_key: { not: '' } },
        orderBy: [{ size: 'asc' }, { created_at: 'asc' }],
      })
      return rows.map((row): KeyChange => verifyKeyChange(row.note ?? '', workspaceId, row.old_key))
    },
    async saveKeyChange(change) {
      await unlessTaken('This key has handed over already.', () =>
        writer().auditKey.create({
          data: {
            workspace_id: change.workspace,
            verifier_key: change.new_key,
            old_key: change.old_key,
            size: change.size,
            note: change.note,
            created_at: new Date(change.timestamp),
          },
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
        writer().auditKey.create({
          data: { workspace_id: workspaceId, verifier_key: verifierKey, old_key: '' },
        }),
      )
    },
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

import { sha256Hex } from '@/lib/kernel/hash'
import type { VectorStore } from '@/lib/normalization/tiers/vote-by-embedding'
import type { Db } from './database'

export function vectorStore(db: Db): VectorStore {
  return {
    async load(workspaceId, model, texts) {
      const byHash = new Map(texts.map((text) => [sha256Hex(text), text]))
      const rows = await db.phrasingVector.findMany({
        where: { workspace_id: workspaceId, model },
        select: { text_hash: true, vector: true },
      })
      const known = new Map<string, Float32Array>()
      for (const row of rows) {
        const text = byHash.get(row.text_hash)
        if (text !== undefined) known.set(text, fromBytes(row.vector))
      }
      return known
    },
    async save(workspaceId, model, vectors) {
      await db.phrasingVector.createMany({
        data: [...vectors].map(([text, vector]) => ({
          workspace_id: workspaceId,
          model,
          text_hash: sha256Hex(text),
          vector: toBytes(vector),
        })),
        skipDuplicates: true,
      })
    },
  }
}

function toBytes(vector: Float32Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(vector.length * 4)
  const view = new DataView(bytes.buffer)
  vector.forEach((value, index) => view.setFloat32(index * 4, value, true))
  return bytes
}

function fromBytes(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Float32Array.from({ length: bytes.byteLength / 4 }, (_, index) => view.getFloat32(index * 4, true))
}

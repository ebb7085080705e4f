import { describe, expect, test } from 'vitest'
import { leafHash } from '@/lib/audit/leaf'
import { inclusionPath, merkleRoot } from '@/lib/audit/merkle'
import type { InclusionProof } from '@/lib/audit/schema'
import { leafIsIn } from './verify-proof'

function proofOf(size: number, index: number): InclusionProof {
  const texts = Array.from({ length: size }, (_, i) => `{"seq":${i + 1}}`)
  const leaves = texts.map((text) => Buffer.from(leafHash(text), 'hex'))
  return {
    format: 'l0-audit-proof/1',
    leaf: texts[index]!,
    leaf_hash: leaves[index]!.toString('hex'),
    index,
    path: inclusionPath(leaves, index).map((hash) => hash.toString('hex')),
    checkpoint: `l0-cache/audit/w\n${size}\n${merkleRoot(leaves).toString('base64')}\n\n— sig`,
    key: 'k',
  }
}

describe('a proof walked in the browser', () => {
  test('holds for every leaf of trees of any shape', async () => {
    for (const size of [1, 2, 3, 4, 7, 8, 13])
      for (let index = 0; index < size; index++) expect(await leafIsIn(proofOf(size, index))).toBe(true)
  })

  test('fails when leaf, path, index or root were changed', async () => {
    const proof = proofOf(7, 3)
    expect(await leafIsIn({ ...proof, leaf: '{"seq":9}' })).toBe(false)
    expect(await leafIsIn({ ...proof, index: 2 })).toBe(false)
    expect(await leafIsIn({ ...proof, path: proof.path.slice(1) })).toBe(false)
    expect(await leafIsIn({ ...proof, path: [...proof.path, '0'.repeat(64)] })).toBe(false)
    expect(await leafIsIn({ ...proof, checkpoint: proof.checkpoint.replace('\n7\n', '\n3\n') })).toBe(false)
    expect(await leafIsIn({ ...proof, checkpoint: 'nonsense' })).toBe(false)
  })
})

import fc from 'fast-check'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it, test } from 'vitest'
import * as verifier from '@/scripts/verify/l0-verify.mjs'
import { CompactRange } from './compact-range'
import {
  consistencyPath,
  emptyRoot,
  inclusionPath,
  merkleRoot,
  verifyConsistency,
  verifyInclusion,
} from './merkle'

type InclusionVector = {
  file: string
  leafIdx: number
  treeSize: number
  root: string
  leafHash: string
  proof: string[] | null
  wantErr: boolean
}
type ConsistencyVector = {
  file: string
  size1: number
  size2: number
  root1: string
  root2: string
  proof: string[] | null
  wantErr: boolean
}

const inclusion = readVectors<InclusionVector>('inclusion')
const consistency = readVectors<ConsistencyVector>('consistency')
const implementations = [
  ['the library', { verifyInclusion, verifyConsistency }],
  ['the stand-alone verifier', verifier],
] as const

test('there are 98 inclusion and 98 consistency vectors', () => {
  expect([inclusion.length, consistency.length]).toEqual([98, 98])
})

describe.each(implementations)('%s decides the public vectors as published', (_name, verify) => {
  test.each(inclusion)('inclusion $file', (vector) => {
    const accepted = verify.verifyInclusion({
      index: vector.leafIdx,
      size: vector.treeSize,
      leafHash: base64(vector.leafHash),
      path: (vector.proof ?? []).map(base64),
      root: base64(vector.root),
    })
    expect(accepted).toBe(!vector.wantErr)
  })

  test.each(consistency)('consistency $file', (vector) => {
    const accepted = verify.verifyConsistency({
      firstSize: vector.size1,
      secondSize: vector.size2,
      firstRoot: base64(vector.root1),
      secondRoot: base64(vector.root2),
      path: (vector.proof ?? []).map(base64),
    })
    expect(accepted).toBe(!vector.wantErr)
  })
})

describe('a tree of any size', () => {
  const leaves = Array.from({ length: 70 }, (_, i) => createHash('sha256').update(`\0leaf ${i}`).digest())

  it('has the same root built at once and leaf by leaf, also across a saved state', () => {
    let range = new CompactRange()
    expect(range.root()).toEqual(emptyRoot)
    leaves.forEach((leaf, i) => {
      if (i % 7 === 0) range = new CompactRange(range.state())
      range.append(leaf)
      expect(range.root()).toEqual(merkleRoot(leaves.slice(0, i + 1)))
    })
  })

  it('proves every leaf, and no proof holds for another leaf, place, size or root', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), fc.nat(), fc.nat(), (size, pick, other) => {
        const index = pick % size
        const tree = leaves.slice(0, size)
        const claim = {
          index,
          size,
          leafHash: tree[index]!,
          path: inclusionPath(tree, index),
          root: merkleRoot(tree),
        }
        expect(verifyInclusion(claim)).toBe(true)
        const wrong = other % size
        if (wrong !== index) {
          expect(verifyInclusion({ ...claim, index: wrong })).toBe(false)
          expect(verifyInclusion({ ...claim, leafHash: tree[wrong]! })).toBe(false)
        }
        expect(verifyInclusion({ ...claim, root: leaves[0]!, leafHash: leaves[1]! })).toBe(false)
        expect(verifyInclusion({ ...claim, path: [...claim.path, leaves[0]!] })).toBe(false)
      }),
    )
  })

  it('proves every pair of sizes consistent, and no changed history', () => {
    for (let first = 1; first <= leaves.length; first++) {
      for (let second = first; second <= leaves.length; second += 9) {
        const tree = leaves.slice(0, second)
        const path = consistencyPath(tree, first)
        const claim = { firstSize: first, secondSize: second, path, secondRoot: merkleRoot(tree) }
        expect(verifyConsistency({ ...claim, firstRoot: merkleRoot(tree.slice(0, first)) })).toBe(true)
        const changed = [emptyRoot, ...tree.slice(1, first)]
        expect(verifyConsistency({ ...claim, firstRoot: merkleRoot(changed) })).toBe(false)
      }
    }
  })

  it('refuses a saved state whose peaks do not fit its size', () => {
    expect(() => new CompactRange({ size: 3, peaks: [emptyRoot.toString('hex')] })).toThrow(RangeError)
  })
})

function readVectors<T>(name: string): T[] {
  const url = new URL(`../../tests/vectors/merkle/${name}.json`, import.meta.url)
  return JSON.parse(readFileSync(url, 'utf8')) as T[]
}

function base64(text: string): Buffer {
  return Buffer.from(text, 'base64')
}

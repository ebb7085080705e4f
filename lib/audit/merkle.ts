import { createHash } from 'node:crypto'

/*
 * The Merkle tree of RFC 9162 §2.1 (the same as RFC 6962 §2.1). Hashes are 32-byte Buffers; a tree
 * is an array of leaf hashes, already made by `leafHash`.
 */

/** MTH of the empty list: SHA-256 of nothing, RFC 9162 §2.1.1. */
export const emptyRoot: Buffer = createHash('sha256').digest()

const nodePrefix = Buffer.from([1])

/** SHA-256(0x01 ‖ left ‖ right), RFC 9162 §2.1.1. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return createHash('sha256').update(nodePrefix).update(left).update(right).digest()
}

/** Root of the tree over `leaves`. For growing trees use `CompactRange`. */
export function merkleRoot(leaves: readonly Buffer[]): Buffer {
  return subtreeRoot(leaves, 0, leaves.length)
}

/** PATH(index, D[size]) of RFC 9162 §2.1.3.1, leaf to root. Throws RangeError if `index` is not in the tree. */
export function inclusionPath(leaves: readonly Buffer[], index: number): Buffer[] {
  if (!Number.isSafeInteger(index) || index < 0 || index >= leaves.length) {
    throw new RangeError(`leaf ${index} is not in a tree of ${leaves.length}`)
  }
  const path: Buffer[] = []
  let start = 0
  let end = leaves.length
  while (end - start > 1) {
    const split = start + largestPowerBelow(end - start)
    if (index < split) {
      path.unshift(subtreeRoot(leaves, split, end))
      end = split
      continue
    }
    path.unshift(subtreeRoot(leaves, start, split))
    start = split
  }
  return path
}

/** PROOF(m, D[n]) of RFC 9162 §2.1.4.1. Throws RangeError unless 0 < m ≤ n. */
export function consistencyPath(leaves: readonly Buffer[], firstSize: number): Buffer[] {
  if (!Number.isSafeInteger(firstSize) || firstSize < 1 || firstSize > leaves.length) {
    throw new RangeError(`no consistency proof from ${firstSize} to ${leaves.length}`)
  }
  const path: Buffer[] = []
  let start = 0
  let end = leaves.length
  let whole = true // whether the subtree at hand is one the first root was made of as it stands
  while (firstSize < end) {
    const split = start + largestPowerBelow(end - start)
    if (firstSize <= split) {
      path.unshift(subtreeRoot(leaves, split, end))
      end = split
      continue
    }
    path.unshift(subtreeRoot(leaves, start, split))
    start = split
    whole = false
  }
  if (!whole) path.unshift(subtreeRoot(leaves, start, end))
  return path
}

export type InclusionClaim = {
  index: number
  size: number
  leafHash: Uint8Array
  path: readonly Uint8Array[]
  root: Uint8Array
}

/** RFC 9162 §2.1.3.2. Anything malformed is false, never an exception. */
export function verifyInclusion({ index, size, leafHash, path, root }: InclusionClaim): boolean {
  if (!isCount(index) || !isCount(size) || index >= size) return false
  if (!isHash(leafHash) || !path.every(isHash)) return false
  let fn = index
  let sn = size - 1
  let computed = leafHash
  for (const step of path) {
    if (sn === 0) return false
    if (fn % 2 === 1 || fn === sn) {
      computed = nodeHash(step, computed)
      while (fn % 2 === 0 && fn !== 0) {
        fn /= 2
        sn = Math.floor(sn / 2)
      }
    } else {
      computed = nodeHash(computed, step)
    }
    fn = Math.floor(fn / 2)
    sn = Math.floor(sn / 2)
  }
  return sn === 0 && sameHash(computed, root)
}

export type ConsistencyClaim = {
  firstSize: number
  secondSize: number
  firstRoot: Uint8Array
  secondRoot: Uint8Array
  path: readonly Uint8Array[]
}

/** RFC 9162 §2.1.4.2; equal sizes need equal roots and an empty proof, size 0 proves nothing. */
export function verifyConsistency(claim: ConsistencyClaim): boolean {
  const { firstSize, secondSize, firstRoot, secondRoot } = claim
  if (!isCount(firstSize) || !isCount(secondSize)) return false
  if (firstSize === 0 || firstSize > secondSize) return false
  if (firstSize === secondSize) return claim.path.length === 0 && sameHash(firstRoot, secondRoot)
  if (claim.path.length === 0 || !claim.path.every(isHash)) return false
  const path = isPowerOfTwo(firstSize) ? [firstRoot, ...claim.path] : claim.path
  let fn = firstSize - 1
  let sn = secondSize - 1
  while (fn % 2 === 1) {
    fn = Math.floor(fn / 2)
    sn = Math.floor(sn / 2)
  }
  const [start, ...rest] = path
  if (start === undefined) return false
  let first = start
  let second = start
  for (const step of rest) {
    if (sn === 0) return false
    if (fn % 2 === 1 || fn === sn) {
      first = nodeHash(step, first)
      second = nodeHash(step, second)
      while (fn % 2 === 0 && fn !== 0) {
        fn /= 2
        sn = Math.floor(sn / 2)
      }
    } else {
      second = nodeHash(second, step)
    }
    fn = Math.floor(fn / 2)
    sn = Math.floor(sn / 2)
  }
  return sn === 0 && sameHash(first, firstRoot) && sameHash(second, secondRoot)
}

function subtreeRoot(leaves: readonly Buffer[], start: number, end: number): Buffer {
  const size = end - start
  if (size === 0) return emptyRoot
  if (size === 1) return leaves[start]!
  const split = start + largestPowerBelow(size)
  return nodeHash(subtreeRoot(leaves, start, split), subtreeRoot(leaves, split, end))
}

/** The largest power of two smaller than `size` (≥ 2), RFC 9162's k. */
function largestPowerBelow(size: number): number {
  let power = 1
  while (power * 2 < size) power *= 2
  return power
}

// Division instead of shifts: sizes may pass 2^31, where JavaScript's bit operators wrap.
function isPowerOfTwo(value: number): boolean {
  return value > 0 && Number.isInteger(Math.log2(value)) && 2 ** Math.round(Math.log2(value)) === value
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}

function isHash(value: Uint8Array): boolean {
  return value.length === 32
}

function sameHash(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0
}

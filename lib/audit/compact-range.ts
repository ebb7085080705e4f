import { emptyRoot, nodeHash } from './merkle'

/**
 * The right edge of a growing Merkle tree: the roots of its perfect subtrees, largest first, one per
 * set bit of `size` (RFC 9162 §2.1.2). Adding a leaf costs one hash on average and memory is
 * log2(size) hashes, so a million leaves, or a signer that goes on where it stopped, are cheap.
 */
export class CompactRange {
  private count: number
  private readonly peaks: Buffer[]

  /** Goes on from a saved state. Throws RangeError if the number of peaks does not fit the size. */
  constructor(state: { size: number; peaks: readonly string[] } = { size: 0, peaks: [] }) {
    if (!Number.isSafeInteger(state.size) || state.size < 0 || state.peaks.length !== setBits(state.size)) {
      throw new RangeError(`a tree of ${state.size} does not have ${state.peaks.length} peaks`)
    }
    this.count = state.size
    this.peaks = state.peaks.map((hex) => Buffer.from(hex, 'hex'))
  }

  get size(): number {
    return this.count
  }

  append(leafHash: Buffer): void {
    let node = leafHash
    for (let rest = this.count; rest % 2 === 1; rest = Math.floor(rest / 2))
      node = nodeHash(this.peaks.pop()!, node)
    this.peaks.push(node)
    this.count += 1
  }

  root(): Buffer {
    return this.peaks.reduceRight(
      (right, left) => (right === emptyRoot ? left : nodeHash(left, right)),
      emptyRoot,
    )
  }

  state(): { size: number; peaks: string[] } {
    return { size: this.count, peaks: this.peaks.map((peak) => peak.toString('hex')) }
  }
}

function setBits(size: number): number {
  let bits = 0
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) bits += rest % 2
  return bits
}

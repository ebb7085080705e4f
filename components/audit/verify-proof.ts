import type { InclusionProof } from '@/lib/audit/schema'

/**
 * Checks in this browser that an event's leaf is in the tree the checkpoint names (RFC 9162 §2.1.3.2):
 * the server is not asked to vouch for itself. The checkpoint's signature is for the offline verifier.
 */
export async function leafIsIn(proof: InclusionProof): Promise<boolean> {
  const lines = proof.checkpoint.split('\n')
  const size = Number(lines[1])
  const root = lines[2] ? hexOfBase64(lines[2]) : ''
  if (!Number.isSafeInteger(size) || proof.index >= size) return false
  const leaf = await sha256(new Uint8Array([0]), new TextEncoder().encode(proof.leaf))
  if (leaf !== proof.leaf_hash) return false
  return (await rootFrom(leaf, proof.index, size, proof.path)) === root
}

async function rootFrom(leaf: string, index: number, size: number, path: readonly string[]) {
  let node = leaf
  let position = index
  let last = size - 1
  for (const sibling of path) {
    if (last === 0) return null
    if (position % 2 === 1 || position === last) {
      node = await parent(sibling, node)
      while (position % 2 === 0 && position !== 0) {
        position = Math.floor(position / 2)
        last = Math.floor(last / 2)
      }
    } else {
      node = await parent(node, sibling)
    }
    position = Math.floor(position / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 ? node : null
}

function parent(left: string, right: string): Promise<string> {
  return sha256(new Uint8Array([1]), bytesOf(left), bytesOf(right))
}

async function sha256(...parts: Uint8Array[]): Promise<string> {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return hexOf(new Uint8Array(await crypto.subtle.digest('SHA-256', all)))
}

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function hexOfBase64(text: string): string {
  try {
    return hexOf(Uint8Array.from(atob(text.trim()), (character) => character.charCodeAt(0)))
  } catch {
    return ''
  }
}

export class VerifyFailure extends Error {
  readonly code: string
  readonly where: { line?: number; seq?: number }
}

export function verifyInclusion(claim: {
  index: number
  size: number
  leafHash: Uint8Array
  path: readonly Uint8Array[]
  root: Uint8Array
}): boolean

export function verifyConsistency(claim: {
  firstSize: number
  secondSize: number
  firstRoot: Uint8Array
  secondRoot: Uint8Array
  path: readonly Uint8Array[]
}): boolean

/** What is wrong first. */
export type VerifyWrong = { ok: false; code: string; message: string; line?: number; seq?: number }

export type VerifiedExport = {
  ok: true
  workspace: string
  events: number
  checkpoints: number
  verified_through: number
  last_checkpoint: string | null
  /** Events after the last checkpoint: chained, not yet signed. */
  unsigned_tail: number
  keys: string[]
  /** Witnessed checkpoints that agree. */
  witnessed: number
  /** True if a witness or a named key ties the export to something from outside it. */
  anchored: boolean
  personal: { disclosed: number; withheld_or_erased: number }
}

export type VerifiedProof = {
  ok: true
  workspace: string
  seq: number
  size: number
  timestamp: string
  anchored: boolean
}

export type WitnessLine = { kind: string; note: string }

export class ExportChecker {
  constructor(options?: { witnesses?: readonly WitnessLine[]; pinnedKey?: string | null })
  line(text: string): void
  finish(): VerifiedExport
}

export function verifyExport(
  file: string,
  options?: {
    witnessFiles?: readonly string[]
    pinnedKey?: string | null
    onProgress?: (events: number) => void
  },
): Promise<VerifiedExport | VerifyWrong>

export function verifyProof(
  source: string | { file: string },
  options?: { pinnedKey?: string | null },
): VerifiedProof | VerifyWrong

export function describeResult(result: VerifiedExport | VerifiedProof | VerifyWrong): string

export function main(args: readonly string[]): Promise<number>

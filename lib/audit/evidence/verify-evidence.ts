import { sha256Hex } from '@/lib/kernel/hash'
import { logOrigin, verifyCheckpoint } from '../checkpoint'
import { openNote, parseVerifierKey } from '../note'
import { signedText } from './make-evidence'
import { EvidenceManifest, manifestName, signatureName, type EvidencePack } from './schema'

export type EvidenceCheck =
  | { ok: true; workspace: string; files: number; checkpoint_size: number; key: string; anchored: boolean }
  | { ok: false; problem: string; file?: string }

/**
 * Checks a pack: the signature over the manifest, the checkpoint in it, and that every file is the one
 * it names, none missing and none added. Without `pinnedKey` the key comes from the pack itself, and
 * `anchored` is false. Returns the first thing wrong.
 */
export function verifyEvidence(pack: EvidencePack, pinnedKey: string | null = null): EvidenceCheck {
  const text = pack.get(manifestName)
  const note = pack.get(signatureName)
  if (text === undefined) return wrong('it is missing', manifestName)
  if (note === undefined) return wrong('it is missing', signatureName)
  const manifest = readManifest(text)
  if (!manifest) return wrong('it is no evidence manifest', manifestName)
  if (pinnedKey !== null && manifest.key !== pinnedKey)
    return wrong('it is not signed by the key you named', manifestName)
  const origin = logOrigin(manifest.workspace)
  let size: number
  try {
    const key = parseVerifierKey(manifest.key)
    const opened = openNote(note, [key])
    if (key.name !== origin || opened.signedBy.length !== 1)
      return wrong('it is not signed by the key of this log', signatureName)
    if (opened.text !== signedText(origin, text)) return wrong('it is not what was signed', manifestName)
    size = verifyCheckpoint(manifest.checkpoint, manifest.workspace, manifest.key).size
  } catch (error) {
    return wrong((error as Error).message, signatureName)
  }
  for (const [name, { sha256 }] of Object.entries(manifest.files)) {
    const content = pack.get(name)
    if (content === undefined) return wrong('it is missing', name)
    if (sha256Hex(content) !== sha256) return wrong('it is not what was signed', name)
  }
  const known = new Set([manifestName, signatureName, ...Object.keys(manifest.files)])
  for (const name of pack.keys()) if (!known.has(name)) return wrong('it is not part of the pack', name)
  return {
    ok: true,
    workspace: manifest.workspace,
    files: Object.keys(manifest.files).length,
    checkpoint_size: size,
    key: manifest.key,
    anchored: pinnedKey !== null,
  }
}

function readManifest(text: string): EvidenceManifest | null {
  try {
    return EvidenceManifest.parse(JSON.parse(text))
  } catch {
    return null
  }
}

function wrong(problem: string, file: string): EvidenceCheck {
  return { ok: false, problem, file }
}

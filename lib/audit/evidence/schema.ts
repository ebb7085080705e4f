import { z } from 'zod'

export const evidenceFormat = 'l0-evidence/1'

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/)

/** The period is half open: `from` inclusive, `to` exclusive. */
export const EvidencePeriod = z
  .object({ from: z.iso.datetime({ offset: true }), to: z.iso.datetime({ offset: true }) })
  .refine(({ from, to }) => Date.parse(from) < Date.parse(to), {
    message: 'from must be before to',
    path: ['to'],
  })
export type EvidencePeriod = z.infer<typeof EvidencePeriod>

/** `manifest.json` of an evidence pack: what is in it, and what it is as of. */
export const EvidenceManifest = z.strictObject({
  format: z.literal(evidenceFormat),
  workspace: z.string(),
  from: z.string(),
  to: z.string(),
  generated_at: z.string(),
  /** Who asked for it, as an id: `usr_…`, or `command-line`. */
  generated_by: z.string(),
  /** By file name. `rows` are those under the heading. */
  files: z.record(
    z.string().regex(/^[a-z_]+\.(csv|txt)$/),
    z.strictObject({ sha256: Sha256, rows: z.number().int(), about: z.string() }),
  ),
  /** The newest signed checkpoint of the audit log when the pack was made; `seq` in the files refers to it. */
  checkpoint: z.string(),
  /** The verifier key that signed the checkpoint and this pack: compare it with the one you were given. */
  key: z.string(),
})
export type EvidenceManifest = z.infer<typeof EvidenceManifest>

export const manifestName = 'manifest.json'
export const signatureName = 'manifest.note'

/** Every file of a pack by name, manifest and signature included. */
export type EvidencePack = Map<string, string>

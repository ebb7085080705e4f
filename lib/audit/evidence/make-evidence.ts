import { stringify } from 'csv-stringify/sync'
import type { KeyObject } from 'node:crypto'
import { L0Error } from '@/lib/kernel/errors'
import { sha256Hex } from '@/lib/kernel/hash'
import { logOrigin } from '../checkpoint'
import { signNote, verifierKey } from '../note'
import type { Checkpoint } from '../schema'
import { evidenceFormat, EvidencePeriod, manifestName, signatureName } from './schema'
import type { EvidenceManifest, EvidencePack } from './schema'
import type { Table } from './ports'
import { evidenceTables, type TableDeps } from './tables'

export type EvidenceInput = {
  workspaceId: string
  period: EvidencePeriod
  generatedBy: string
  /** The log's newest checkpoint, signed by `privateKey`. */
  checkpoint: Checkpoint
  privateKey: KeyObject
}

/**
 * The evidence pack of a workspace: CSV files, a list of what they are, the manifest with their
 * SHA-256, and a signed note over the manifest. Cells that a spreadsheet would run are escaped.
 * Throws `invalid_input` for a period that is none.
 */
export async function makeEvidence(deps: TableDeps, input: EvidenceInput): Promise<EvidencePack> {
  const parsed = EvidencePeriod.safeParse(input.period)
  if (!parsed.success) {
    throw new L0Error('invalid_input', `The period: ${parsed.error.issues[0]?.message ?? 'is not one'}.`)
  }
  const tables = await evidenceTables(deps, input.workspaceId, parsed.data)
  const pack: EvidencePack = new Map(tables.map((table) => [table.name, toCsv(table)]))
  const readme = readmeText(tables, input)
  pack.set('read_me.txt', readme)
  const files: EvidenceManifest['files'] = Object.fromEntries(
    tables.map(({ name, about, rows }) => [
      name,
      { sha256: sha256Hex(pack.get(name)!), rows: rows.length, about },
    ]),
  )
  files['read_me.txt'] = {
    sha256: sha256Hex(readme),
    rows: 0,
    about: 'What each file is, and how to check it.',
  }
  const key = verifierKey(logOrigin(input.workspaceId), input.privateKey)
  const manifest: EvidenceManifest = {
    format: evidenceFormat,
    workspace: input.workspaceId,
    from: input.period.from,
    to: input.period.to,
    generated_at: deps.now.toISOString(),
    generated_by: input.generatedBy,
    files,
    checkpoint: input.checkpoint.note,
    key,
  }
  const text = `${JSON.stringify(manifest, null, 2)}\n`
  pack.set(manifestName, text)
  const origin = logOrigin(input.workspaceId)
  pack.set(signatureName, signNote(signedText(origin, text), origin, [input.privateKey]))
  return pack
}

/** What the signature stands under: never the beginning of a checkpoint or a key change. */
export function signedText(origin: string, manifestText: string): string {
  return `${evidenceFormat}\n${origin}\nmanifest sha256 ${sha256Hex(manifestText)}\n`
}

function toCsv({ columns, rows }: Table): string {
  return stringify(rows, { header: true, columns, escape_formulas: true, cast: { boolean: String } })
}

function readmeText(tables: Table[], { workspaceId, period }: EvidenceInput): string {
  return [
    `Evidence of workspace ${workspaceId}, from ${period.from} to ${period.to} (exclusive).`,
    '',
    ...tables.map(({ name, about, rows }) => `${name} (${rows.length} rows): ${about}`),
    '',
    'Times are UTC. people.csv, mfa_coverage.csv and api_keys.csv are as of the moment of the export; the others cover the period.',
    'Rows with a seq stand in the audit log under that number; leaf_hash is its leaf there (see `audit export`).',
    'Cells that begin like a formula have a leading apostrophe. Personal values that were erased are empty.',
    'Check with: npm run l0 -- evidence verify DIR --key KEY. The key is the one your organisation wrote down.',
    '',
  ].join('\n')
}

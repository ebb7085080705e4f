import { parse as parseCsv } from 'csv-parse/sync'
import { authorize } from '@/lib/auth/authorize'
import type { Principal } from '@/lib/auth/schema'
import { actorOf } from '@/lib/entries/actor'
import { invalidInput, isL0Error } from '@/lib/kernel/errors'
import { authorEntry } from './author-entry'
import { AuthorEntry, type ImportEntries, type ImportOutcome } from '../desk/desk-schema'
import type { Caller, ReviewDeps } from '../ports'

const maxRows = 2_000
type Row = ImportOutcome['rows'][number]
type Source = { line: number; value: unknown }

/**
 * Rows of a file become proposals: nothing imported is served before it is approved. A bad row is
 * reported by its line and does not stop the others.
 */
export async function importEntries(
  deps: ReviewDeps,
  caller: Caller<Principal>,
  input: ImportEntries,
): Promise<ImportOutcome> {
  const { principal, request_id } = caller
  authorize(principal, { permission: 'proposal.edit', scope: 'review', now: deps.clock.now() })
  const sources = input.format === 'csv' ? csvRows(input.text) : jsonlRows(input.text)
  if (sources.length > maxRows) throw invalidInput('text', `at most ${maxRows} rows at a time`)
  const rows: Row[] = []
  for (const source of sources) rows.push(await importRow(deps, caller, source))
  const created = rows.filter((row) => row.outcome === 'created').length
  await deps.unit.transact(principal.workspace_id, async (tx) => {
    await tx.audit.append({
      type: 'entry.imported',
      actor: actorOf(principal),
      target: { type: 'workspace', id: principal.workspace_id },
      after: { rows: rows.length, proposals: created },
      request_id,
    })
  })
  return { created, skipped: rows.length - created, rows }
}

async function importRow(deps: ReviewDeps, caller: Caller<Principal>, { line, value }: Source): Promise<Row> {
  const parsed = AuthorEntry.safeParse(value)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    const detail = issue ? [issue.path.join('.'), issue.message].filter(Boolean).join(': ') : 'not valid'
    return { line, key: keyOf(value), outcome: 'invalid', detail, proposal_id: null }
  }
  const { key } = parsed.data
  try {
    const proposal = await authorEntry(deps, caller, parsed.data, 'import')
    return { line, key, outcome: 'created', detail: null, proposal_id: proposal.id }
  } catch (error) {
    if (!isL0Error(error) || error.code === 'internal') throw error
    return { line, key, outcome: 'skipped', detail: error.message, proposal_id: null }
  }
}

function jsonlRows(text: string): Source[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    if (line.trim() === '') return []
    try {
      return [{ line: index + 1, value: pick(JSON.parse(line)) }]
    } catch {
      return [{ line: index + 1, value: 'not JSON' }]
    }
  })
}

function csvRows(text: string): Source[] {
  try {
    const records: { info: { lines: number }; record: unknown }[] = parseCsv(text, {
      bom: true,
      columns: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    })
    return records.map(({ info, record }) => ({ line: info.lines, value: pick(record) }))
  } catch (error) {
    throw invalidInput('text', `is not CSV: ${error instanceof Error ? error.message : 'unreadable'}`)
  }
}

/** An export has more columns than an import needs. */
function pick(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  const { key, scope, answer } = value as Record<string, unknown>
  return { key, answer, ...(scope ? { scope } : {}) }
}

function keyOf(value: unknown): string | null {
  const key = typeof value === 'object' && value !== null ? (value as { key?: unknown }).key : null
  return typeof key === 'string' ? key.slice(0, 80) : null
}

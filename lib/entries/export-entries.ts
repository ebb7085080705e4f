import { stringify } from 'csv-stringify/sync'
import { authorize } from '@/lib/auth/authorize'
import { actorOf } from './actor'
import type { EntryCaller, EntryDeps } from './change-entry'
import { EntryQuery, type Entry } from './schema'

export type ExportFormat = 'jsonl' | 'csv'

const columns = [
  'key',
  'scope',
  'answer',
  'state',
  'version',
  'risk',
  'approved_at',
  'owner',
  'source_url',
  'review_by',
]

/** Live answers, page by page: as JSON lines or CSV (cells that a spreadsheet would run are escaped). */
export async function exportEntries(
  deps: EntryDeps,
  { principal, request_id }: EntryCaller,
  format: ExportFormat,
): Promise<AsyncIterable<string>> {
  authorize(principal, { permission: 'view', scope: 'review', now: deps.clock.now() })
  const { workspace_id } = principal
  await deps.unit.transact(workspace_id, async (tx) => {
    await tx.audit.append({
      type: 'export.made',
      actor: actorOf(principal),
      target: { type: 'workspace', id: workspace_id },
      after: { what: 'entries', format },
      request_id,
    })
  })
  return pages(deps, workspace_id, format)
}

async function* pages(deps: EntryDeps, workspaceId: string, format: ExportFormat): AsyncGenerator<string> {
  if (format === 'csv') yield stringify([columns])
  let cursor: string | null | undefined
  do {
    const query = EntryQuery.parse({ limit: 200, ...(cursor ? { cursor } : {}) })
    const page = await deps.unit.entries(workspaceId).list(query)
    cursor = page.next_cursor
    const rows = page.items.flatMap((entry) => rowOf(entry) ?? [])
    if (rows.length === 0) continue
    yield format === 'csv'
      ? stringify(rows, { columns, escape_formulas: true })
      : rows.map((row) => `${JSON.stringify(row)}\n`).join('')
  } while (cursor)
}

function rowOf(entry: Entry) {
  if (!entry.live) return null
  return {
    key: entry.key,
    scope: entry.scope,
    answer: entry.live.answer,
    state: entry.state,
    version: entry.live.version,
    risk: entry.live.risk,
    approved_at: entry.live.created_at,
    owner: entry.owner,
    source_url: entry.source_url,
    review_by: entry.review_by,
  }
}

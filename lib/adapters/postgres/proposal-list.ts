import type { Page } from '@/lib/entries/ports'
import { invalidInput } from '@/lib/kernel/errors'
import { hourMs } from '@/lib/kernel/time'
import type { ProposalRecord } from '@/lib/proposals/ports'
import { riskWeight } from '@/lib/proposals/desk/priority'
import type { ProposalQuery } from '@/lib/proposals/schema'
import type { Scoped } from './database'
import { Prisma } from './generated/client'
import { cursorDate, decodeCursor, encodeCursor, likePattern } from './paging'
import { loadProposals } from './proposal-rows'

const samplesInList = 3

const weight = (column: Prisma.Sql) =>
  Prisma.sql`CASE ${column} WHEN 'high' THEN ${riskWeight.high} WHEN 'medium' THEN ${riskWeight.medium} ELSE ${riskWeight.low} END`
/** The risk that counts: the proposal's own, or the intent's if that was raised since. */
const riskOf = Prisma.sql`GREATEST(${weight(Prisma.sql`p.risk`)}, ${weight(Prisma.sql`COALESCE(i.risk, 'low')`)})::int`

/** `lib/proposals/desk/priority.ts` in SQL, in whole millionths so that a cursor compares exactly. */
const scoreAt = (asOf: Date) => Prisma.sql`floor(1000000 * ${riskOf} * (ln(1 + p.count) / ln(2.0::float8))
  * (1 + GREATEST(0, extract(epoch FROM (${asOf}::timestamptz - p.created_at))::float8) / 86400))::bigint`

type Sort = { column: Prisma.Sql; descending: boolean; parse: (text: string) => unknown }

/** One page by keyset. Scores age, so a cursor carries the moment its list was begun. */
export async function listProposals(
  scoped: Scoped,
  query: ProposalQuery,
  viewer: { user_id: string } | null,
  now: Date,
): Promise<Page<ProposalRecord> & { total: number }> {
  const after = decodeCursor(query.cursor, 3)
  const asOf = after ? cursorDate(after[0]!) : now
  const sort = sorts(asOf)[query.sort]
  const where = Prisma.sql`${filters(scoped.workspaceId, query, viewer, now)}`
  const from = Prisma.sql`proposal p LEFT JOIN intent i ON i.workspace_id = p.workspace_id AND i.key = p.key`
  const direction = sort.descending ? Prisma.sql`DESC` : Prisma.sql`ASC`
  const beyond = sort.descending ? Prisma.sql`<` : Prisma.sql`>`
  const keyset = after
    ? Prisma.sql`AND (${sort.column}, p.id) ${beyond} (${sort.parse(after[1]!)}, ${after[2]!})`
    : Prisma.empty
  const rows = await scoped.db.$queryRaw<{ id: string; place: bigint | Date | number }[]>`
    SELECT p.id, ${sort.column} AS place FROM ${from} WHERE ${where} ${keyset}
    ORDER BY ${sort.column} ${direction}, p.id ${direction} LIMIT ${query.limit + 1}`
  const totals = await scoped.db.$queryRaw<{ total: bigint }[]>`
    SELECT count(*) AS total FROM ${from} WHERE ${where}`
  const page = rows.slice(0, query.limit)
  const items = await loadProposals(
    scoped,
    page.map((row) => row.id),
    samplesInList,
  )
  const last = page.at(-1)
  const more = rows.length > query.limit && last
  return {
    items,
    next_cursor: more ? encodeCursor([asOf.toISOString(), placeText(last.place), last.id]) : null,
    total: Number(totals[0]?.total ?? 0),
  }
}

function sorts(asOf: Date): Record<ProposalQuery['sort'], Sort> {
  const created = Prisma.sql`p.created_at`
  return {
    priority: { column: scoreAt(asOf), descending: true, parse: wholeNumber },
    newest: { column: created, descending: true, parse: cursorDate },
    oldest: { column: created, descending: false, parse: cursorDate },
    count: { column: Prisma.sql`p.count::bigint`, descending: true, parse: wholeNumber },
  }
}

function filters(
  workspaceId: string,
  query: ProposalQuery,
  viewer: { user_id: string } | null,
  now: Date,
): Prisma.Sql {
  const parts = [Prisma.sql`p.workspace_id = ${workspaceId}`]
  if (query.status) parts.push(Prisma.sql`p.status = ${query.status}`)
  if (query.key) parts.push(Prisma.sql`p.key = ${query.key}`)
  if (query.scope) parts.push(Prisma.sql`p.scope = ${query.scope}`)
  if (query.risk) parts.push(Prisma.sql`${riskOf} = ${riskWeight[query.risk]}`)
  // A seeded item passes for a miss, in filters too: whoever is measured must not find it.
  if (query.origin) {
    parts.push(Prisma.sql`CASE WHEN p.seeded IS NULL THEN p.origin ELSE 'miss' END = ${query.origin}`)
  }
  if (query.finding) {
    parts.push(Prisma.sql`EXISTS (SELECT 1 FROM jsonb_array_elements(p.findings) f
      WHERE f->>'rule' = ${query.finding} OR f->>'rule' LIKE ${`${query.finding.replace(/[\\%_]/g, '\\$&')}.%`})`)
  }
  if (query.mine) {
    const me = viewer?.user_id ?? ''
    parts.push(Prisma.sql`(p.assigned_to = ${me} OR (p.claimed_by = ${me} AND p.claim_until > ${now}))`)
  }
  if (query.older_than_hours) {
    parts.push(Prisma.sql`p.created_at < ${new Date(now.getTime() - query.older_than_hours * hourMs)}`)
  }
  if (query.search) {
    const pattern = likePattern(query.search)
    parts.push(Prisma.sql`(p.key ILIKE ${pattern} OR p.answer ILIKE ${pattern} OR EXISTS (
      SELECT 1 FROM proposal_sample s WHERE s.proposal_id = p.id AND s.text ILIKE ${pattern}))`)
  }
  return Prisma.join(parts, ' AND ')
}

function wholeNumber(text: string): bigint {
  if (!/^\d{1,18}$/.test(text)) throw invalidInput('cursor', 'is not one that a list has answered')
  return BigInt(text)
}

function placeText(place: bigint | Date | number): string {
  return place instanceof Date ? place.toISOString() : String(place)
}

import type { ResealUnit, SealedPlace, SealedValue } from '@/lib/workspaces/sealed/ports'
import { auditTrail } from './audit-trail'
import type { Database } from './database'
import { Prisma } from './generated/client'

type Column = { table: Prisma.Sql; id: Prisma.Sql; sealed: Prisma.Sql; personal: boolean; where?: Prisma.Sql }

const columns: Record<SealedPlace, Column> = {
  upstream: column('upstream', 'id', 'api_key'),
  webhook: column('webhook', 'id', 'secret'),
  normalizer_webhook: column('normalizer_webhook', 'workspace_id', 'secret'),
  dedicated_store: column('dedicated_store', 'id', 'url'),
  second_factor: { ...column('app_user', 'id', 'totp_secret'), personal: true },
  second_factor_enrolment: {
    ...column('challenge', 'id', 'value'),
    personal: true,
    where: Prisma.sql`AND purpose = 'totp_enrol' AND used_at IS NULL AND expires_at > now()`,
  },
}
const places = Object.keys(columns) as SealedPlace[]

function column(table: string, id: string, sealed: string): Column {
  return { table: Prisma.raw(table), id: Prisma.raw(id), sealed: Prisma.raw(sealed), personal: false }
}

/** Sealed values begin with the id of their key: whatever begins otherwise is not the current key's. */
function others({ sealed, where = Prisma.empty }: Column, keyId: string): Prisma.Sql {
  return Prisma.sql`${sealed} IS NOT NULL AND ${sealed} <> '' AND NOT starts_with(${sealed}, ${`${keyId}.`}) ${where}`
}

export function resealUnit(database: Database, now: () => Date): ResealUnit {
  return {
    async workspaceIds() {
      const rows = await database.prisma.workspace.findMany({ select: { id: true }, orderBy: { id: 'asc' } })
      return rows.map(({ id }) => id)
    },
    async count(keyId) {
      const counts = places.map((place) => {
        const one = columns[place]
        return Prisma.sql`(SELECT count(*) FROM ${one.table} WHERE ${others(one, keyId)})`
      })
      const [row] = await database.prisma.$queryRaw<[{ all: number }]>`
        SELECT (${Prisma.join(counts, ' + ')})::int AS all`
      return row.all
    },
    transact: (work) =>
      database.transaction((db) =>
        work({
          next({ place, workspaceId, keyId, after, limit }) {
            const one = columns[place]
            const mine = one.personal ? Prisma.empty : Prisma.sql`workspace_id = ${workspaceId} AND`
            return db.$queryRaw<SealedValue[]>`
              SELECT ${one.id} AS id, ${one.sealed} AS sealed FROM ${one.table}
              WHERE ${mine} ${one.id} > ${after} AND ${others(one, keyId)}
              ORDER BY ${one.id} LIMIT ${limit} FOR UPDATE`
          },
          async set(place, id, sealed) {
            const one = columns[place]
            await db.$executeRaw`UPDATE ${one.table} SET ${one.sealed} = ${sealed} WHERE ${one.id} = ${id}`
          },
          audit: (log) => auditTrail({ db, workspaceId: log }, now),
        }),
      ),
  }
}

import { readFileSync } from 'node:fs'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

type Column = { table: string; column: string; nullable: boolean; kind: string }

const kinds: Record<string, string> = {
  String: 'text',
  Int: 'integer',
  BigInt: 'bigint',
  Float: 'double precision',
  Decimal: 'numeric',
  Boolean: 'boolean',
  DateTime: 'timestamp with time zone',
  Json: 'jsonb',
  Bytes: 'bytea',
}

/** The columns `prisma/schema.prisma` speaks of. Relations have no column of their own. */
function columnsOfSchema(): Column[] {
  const text = readFileSync('prisma/schema.prisma', 'utf8')
  return [...text.matchAll(/^model (\w+) \{\n([^]*?)^\}/gm)].flatMap(([, name, body]) => {
    const table = /@@map\("(\w+)"\)/.exec(body!)?.[1] ?? name!
    return [...body!.matchAll(/^ {2}(\w+)\s+(\w+)(\[\])?(\?)?/gm)]
      .filter(([, , type]) => type! in kinds)
      .map(([, column, type, list, optional]) => ({
        table,
        column: column!,
        nullable: optional === '?',
        kind: list ? 'ARRAY' : kinds[type!]!,
      }))
  })
}

describe('schema and migrations', () => {
  const client = new pg.Client({ connectionString: process.env.L0_TEST_DATABASE_URL })
  beforeAll(() => client.connect())
  afterAll(() => client.end())

  it('speak of the same tables and columns, with the same types and nullability', async () => {
    const { rows } = await client.query<Column>(`
      SELECT table_name AS table, column_name AS column, is_nullable = 'YES' AS nullable, data_type AS kind
      FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> '_prisma_migrations'
        AND NOT (SELECT relispartition FROM pg_class WHERE oid = format('%I', table_name)::regclass)`)
    const say = ({ table, column, nullable, kind }: Column) =>
      // Postgres lets arrays be null; Prisma's lists never are.
      `${table}.${column} ${kind}${nullable && kind !== 'ARRAY' ? ' null' : ''}`
    expect(rows.map(say).sort()).toEqual(columnsOfSchema().map(say).sort())
  })

  it('the app’s role owns nothing and cannot change what must not change', async () => {
    const { rows: owned } = await client.query(
      `SELECT c.relname FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE r.rolname IN ('l0_app', 'l0_app_login', 'l0_signer')`,
    )
    expect(owned).toEqual([])
    const { rows } = await client.query<{ table: string; privilege: string }>(`
      SELECT table_name AS table, privilege_type AS privilege FROM information_schema.role_table_grants
      WHERE grantee = 'l0_app' AND table_name IN ('audit_event', 'audit_checkpoint', 'entry_version', 'signer_key')`)
    const granted = rows.map(({ table, privilege }) => `${table} ${privilege}`).sort()
    expect(granted).toEqual([
      'audit_checkpoint SELECT',
      'audit_event INSERT',
      'audit_event SELECT',
      'entry_version INSERT',
      'entry_version SELECT',
    ])
  })
})

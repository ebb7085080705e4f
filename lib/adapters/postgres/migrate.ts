import { createHash, randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'

/** One at a time per database: instances that start together queue up here. */
const lockKey = 7_041_962

/** Prisma's own table, so that `prisma migrate deploy` and `status` agree with what was applied here. */
const bookkeeping = `
CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL,
  "checksum" VARCHAR(64) NOT NULL,
  "finished_at" TIMESTAMPTZ,
  "migration_name" VARCHAR(255) NOT NULL,
  "logs" TEXT,
  "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
  "applied_steps_count" INTEGER NOT NULL DEFAULT 0
)`

/**
 * Applies `prisma/migrations` in order, each in a transaction of its own. Returns the names of
 * those that were new. Throws when an applied migration's file has changed since.
 */
export async function migrate(
  url: string,
  directory: string,
  onStep: (name: string) => void = () => {},
): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'l0-migrate' })
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [lockKey])
    await client.query(bookkeeping)
    const applied = await appliedMigrations(client)
    const done: string[] = []
    for (const name of await migrationNames(directory)) {
      const sql = await readFile(path.join(directory, name, 'migration.sql'), 'utf8')
      const checksum = createHash('sha256').update(sql).digest('hex')
      if (applied.has(name)) {
        requireUnchanged(name, applied.get(name)!, checksum)
        continue
      }
      onStep(name)
      await apply(client, name, sql, checksum)
      done.push(name)
    }
    return done
  } finally {
    await client.end()
  }
}

async function migrationNames(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
}

async function appliedMigrations(client: pg.Client): Promise<Map<string, string>> {
  const { rows } = await client.query<{ migration_name: string; checksum: string }>(
    `SELECT migration_name, checksum FROM "_prisma_migrations" WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`,
  )
  return new Map(rows.map((row) => [row.migration_name, row.checksum]))
}

function requireUnchanged(name: string, applied: string, file: string): void {
  if (applied === file) return
  throw new Error(
    `Migration ${name} was changed after it was applied. Restore the file, and put the change into a new migration.`,
  )
}

async function apply(client: pg.Client, name: string, sql: string, checksum: string): Promise<void> {
  await client.query('BEGIN')
  try {
    await client.query(sql)
    await client.query(
      `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, finished_at, applied_steps_count) VALUES ($1, $2, $3, now(), 1)`,
      [randomUUID(), checksum, name],
    )
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK')
    throw new Error(`Migration ${name} failed: ${(error as Error).message}`, { cause: error })
  }
}

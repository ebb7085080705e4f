/**
 * How fast the console's figures are read and written at so many requests a year:
 * `npx tsx tests/bench/rollups.ts [requests] [rounds]`, 100 million and 15 unless told otherwise. Starts a Postgres of its own, writes
 * the roll-up rows that so many requests would leave (and those of 20 smaller workspaces beside it), then runs the
 * console's use cases over the real stores. Prints p50 and p95 of each, and how large the tables are.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { analyticsReader } from '@/lib/adapters/postgres/analytics-reader'
import { openDatabase } from '@/lib/adapters/postgres/database'
import { requestReader, statementReader } from '@/lib/adapters/postgres/statement-reader'
import { usageStore } from '@/lib/adapters/postgres/usage-store'
import type { UserPrincipal } from '@/lib/auth/schema'
import { newId } from '@/lib/kernel/ids'
import { systemClock } from '@/lib/kernel/time'
import { UsageRange } from '@/lib/usage/schema'
import { UsageBatch } from '@/lib/usage/batch-usage'
import { monthStart } from '@/lib/usage/monthly-quota'
import { readAnalytics } from '@/lib/usage/read-analytics'
import { readStatement } from '@/lib/usage/statement'
import { prepareDatabase } from '@/scripts/start/prepare-database'
import { startPostgres } from '@/scripts/start/postgres'
import { State } from '@/scripts/start/state'
import { writeTraffic, type Traffic } from './rollup-rows'

const [requests = 100_000_000, rounds = 15] = process.argv.slice(2).map(Number)
const now = systemClock.now()
const work = `SET synchronous_commit = off; SET work_mem = '256MB'; SET maintenance_work_mem = '512MB'`
const dropIndexes = `${work};
  ALTER TABLE usage_hour DROP CONSTRAINT usage_hour_pkey; DROP INDEX usage_hour_workspace_id_key_hour_idx;
  ALTER TABLE usage_day DROP CONSTRAINT usage_day_pkey; DROP INDEX usage_day_workspace_id_key_day_idx`
/** As the migrations make them: filling the tables first is quicker. */
const makeIndexes = `
  ALTER TABLE usage_hour ADD PRIMARY KEY (workspace_id, hour, scope, key, status, reason, model);
  CREATE INDEX usage_hour_workspace_id_key_hour_idx ON usage_hour (workspace_id, key, hour);
  ALTER TABLE usage_day ADD PRIMARY KEY (workspace_id, day, scope, key, status, reason, model);
  CREATE INDEX usage_day_workspace_id_key_day_idx ON usage_day (workspace_id, key, day)`

const directory = mkdtempSync(path.join(tmpdir(), 'l0-bench-'))
const postgres = await startPostgres(new State(directory))
try {
  const urls = { DATABASE_OWNER_URL: postgres.ownerUrl, DATABASE_URL: postgres.appUrl }
  await prepareDatabase(process.cwd(), urls)
  const owner = new pg.Pool({ connectionString: postgres.ownerUrl, max: 1 })
  owner.on('error', () => {}) // of the end, when a step before it failed
  await owner.query(dropIndexes)
  const workspaceId = newId('ws')
  const started = performance.now()
  const main = await fill(owner, {
    workspaceId,
    requests,
    before: Math.round(requests / 2),
    keys: 200,
    scopes: 3,
    hourDays: 40,
    now,
  })
  for (let i = 0; i < 20; i++) {
    const small = { requests: requests / 200, before: 0, keys: 20, scopes: 1, hourDays: 40, now }
    await fill(owner, { workspaceId: newId('ws'), ...small })
  }
  await owner.query(makeIndexes)
  const filled = performance.now()
  console.log(`rows written in ${Math.round((filled - started) / 1_000)} s`)
  await owner.query(backfill())
  const backfillSeconds = Math.round((performance.now() - filled) / 1_000)
  await owner.query('VACUUM ANALYZE')
  console.log(
    `${requests.toLocaleString('en')} requests in a year (and half as many in the year before): ` +
      `${main.hours.toLocaleString('en')} rows of hours, ${main.days.toLocaleString('en')} of days; ` +
      `written in ${Math.round((filled - started) / 1_000)} s, summed by the migration in ${backfillSeconds} s`,
  )
  await printSizes(owner)
  const database = openDatabase({ url: postgres.appUrl, maxConnections: 10 })
  await readAll(database, workspaceId)
  await writeBatches(database, workspaceId)
  await database.close()
  await owner.end()
} finally {
  await postgres.stop()
  rmSync(directory, { recursive: true, force: true })
}

/** The part of the migration that makes the sums by kind and by key of what there is. */
function backfill(): string {
  const file = path.join(process.cwd(), 'prisma/migrations/20261124008000_rollups/migration.sql')
  return /^DO \$\$[^]*?END \$\$;/m.exec(readFileSync(file, 'utf8'))![0]
}

async function fill(owner: pg.Pool, traffic: Traffic) {
  await owner.query(
    `INSERT INTO workspace (id, slug, name, policy, salt, created_at) VALUES ($1, $2, 'Bench', '{}', 's', $3)`,
    [traffic.workspaceId, traffic.workspaceId.replace('_', '-'), new Date(now.getTime() - 730 * 86_400_000)],
  )
  return writeTraffic(owner, traffic)
}

async function printSizes(owner: pg.Pool) {
  const { rows } = await owner.query<{ name: string; rows: number; table_size: string; indexes: string }>(
    `SELECT relname AS name, reltuples::float8 AS rows, pg_size_pretty(pg_table_size(oid)) AS table_size,
       pg_size_pretty(pg_indexes_size(oid)) AS indexes
     FROM pg_class WHERE relkind = 'r' AND relname LIKE 'usage\\_%' AND reltuples > 0 ORDER BY relname`,
  )
  for (const { name, rows: count, table_size, indexes } of rows)
    console.log(
      `${name.padEnd(12)} ${count.toLocaleString('en').padStart(10)} rows, ${table_size}, indexes ${indexes}`,
    )
}

async function readAll(database: ReturnType<typeof openDatabase>, workspaceId: string) {
  const principal: UserPrincipal = {
    kind: 'user',
    user_id: 'usr_1',
    session_id: 'ses_1',
    workspace_id: workspaceId,
    role: 'viewer',
    label: 'Vi',
    email: 'vi@example.com',
    mfa_at: now,
    step_up_at: null,
    mfa_enrolled: true,
  }
  const deps = {
    clock: systemClock,
    reader: (id: string) => analyticsReader({ db: database.prisma, workspaceId: id }),
    statements: (id: string) => statementReader({ db: database.prisma, workspaceId: id }),
  }
  const common = 'intent_number_1:region_1'
  const rare = 'intent_number_150:region_3'
  const narrowings = {
    all: {},
    'one scope': { scope: 'scope_2' },
    'common intent': { key: common },
    'rare intent': { key: rare },
    'intent in a scope': { scope: 'default', key: common },
  }
  for (const range of UsageRange.options)
    for (const [name, filter] of Object.entries(narrowings))
      await measure(`analytics ${range}, ${name}`, async () => {
        const read = await readAnalytics(deps, principal, { range, ...filter })
        if (read.totals.requests === 0 && name !== 'rare intent')
          throw new Error(`${range}, ${name}: nothing was read`)
      })
  await measure('statement of a month', () => readStatement(deps, principal, {}))
  const quota = requestReader(database.prisma)
  await measure('requests of the month', () => quota(workspaceId, monthStart(now)))
}

/** One second's counts of a busy instance: most keys, in the running hour, into rows that are there and new ones. */
async function writeBatches(database: ReturnType<typeof openDatabase>, workspaceId: string) {
  const store = usageStore(database.prisma)
  const model = 'claude-sonnet-4-5'
  const kind = { status: 'hit', reason: '', model, error: false, scope: 'default' } as const
  const figures = { input_tokens: 180, output_tokens: 240, cost_usd: 0.0001, saved_usd: 0.004, latency_ms: 1 }
  for (const keys of [20, 200, 2_000])
    await measure(`flush of ${keys} rows`, async () => {
      const batch = new UsageBatch(store)
      for (let i = 1; i <= keys; i++) {
        const key = `intent_number_${i}:region_${i % 7}`
        batch.count({ workspace_id: workspaceId, at_ms: Date.now(), key, ...kind, ...figures })
      }
      await batch.flush()
    })
}

async function measure(name: string, work: () => Promise<unknown>) {
  const times: number[] = []
  for (let i = 0; i < rounds; i++) {
    const started = performance.now()
    await work()
    times.push(performance.now() - started)
  }
  times.sort((a, b) => a - b)
  const at = (share: number) => `${times[Math.floor(times.length * share)]!.toFixed(0).padStart(6)} ms`
  console.log(`${name.padEnd(36)} p50 ${at(0.5)}  p95 ${at(0.95)}`)
}

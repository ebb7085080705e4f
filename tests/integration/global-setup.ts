import { mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import { tmpdir } from 'node:os'
import { prepareDatabase } from '../../scripts/start/prepare-database'
import { startPostgres } from '../../scripts/start/postgres'
import { startRedis } from '../../scripts/start/redis'
import { State } from '../../scripts/start/state'

/**
 * A real Postgres and a real Redis for the whole run:
 *   L0_TEST_DATABASE_URL  owner of a migrated database
 *   L0_TEST_APP_URL       the app's own login, which owns nothing
 *   L0_TEST_REDIS_URL
 *   L0_TEST_DIRECTORY     for what files of a run share; deleted after it
 */
export default async function setup(): Promise<() => Promise<void>> {
  const directory = mkdtempSync(path.join(tmpdir(), 'l0-test-'))
  const state = new State(directory)
  const postgres = await startPostgres(state)
  await prepareDatabase(process.cwd(), {
    DATABASE_OWNER_URL: postgres.ownerUrl,
    DATABASE_URL: postgres.appUrl,
  })
  const redis = await startRedis(state)
  if (!redis) throw new Error('Integration tests need a real Redis: apt-get install redis-server')
  process.env.L0_TEST_DATABASE_URL = postgres.ownerUrl
  process.env.L0_TEST_APP_URL = postgres.appUrl
  process.env.L0_TEST_REDIS_URL = redis.url
  process.env.L0_TEST_DIRECTORY = directory
  return async () => {
    await redis.stop()
    await postgres.stop()
    rmSync(directory, { recursive: true, force: true })
  }
}

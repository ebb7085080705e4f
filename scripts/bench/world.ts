import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Redis } from 'ioredis'
import pg from 'pg'
import { makeTestApp } from '@/tests/support/app'
import { demoIntents } from '../start/demo-data'
import { startPostgres } from '../start/postgres'
import { prepareDatabase } from '../start/prepare-database'
import { startRedis } from '../start/redis'
import { State } from '../start/state'

export type World = {
  /** What a server needs to run on these servers. */
  env: Record<string, string>
  workspaceId: string
  key: string
  owner: pg.Client
  stop(): Promise<void>
}

/** A Postgres and a Redis of their own in a temporary directory, and a workspace whose ten intents are all approved. */
export async function startWorld(): Promise<World> {
  const directory = mkdtempSync(path.join(tmpdir(), 'l0-bench-'))
  const state = new State(directory)
  const postgres = await startPostgres(state)
  const redis = await startRedis(state)
  if (!redis) throw new Error('The benchmark needs a real Redis: apt-get install redis-server')
  const env = {
    NODE_ENV: 'production',
    PORT: '0',
    HOST: '127.0.0.1',
    LOG_LEVEL: 'error',
    L0_SECRET: 'a secret for tests only, thirty-two characters',
    DATABASE_URL: postgres.appUrl,
    DATABASE_OWNER_URL: postgres.ownerUrl,
    REDIS_URL: redis.url,
    ANTHROPIC_API_KEY: 'demo',
    ANTHROPIC_BASE_URL: 'http://127.0.0.1:9',
  }
  await prepareDatabase(process.cwd(), env)
  const made = await makeTestApp(env)
  for (const intent of demoIntents) {
    await made
      .approve(
        intent.key,
        intent.answer ?? intent.waiting?.answer ?? `Order {{order_id}} can be cancelled on your orders page.`,
      )
      .catch(() => {})
  }
  const owner = new pg.Client({ connectionString: postgres.ownerUrl })
  await owner.connect()
  await liftLimits(owner)
  await made.app.publishing.publisher.drain()
  await putBareAnswer(redis.url, made.workspaceId)
  await made.app.close()
  return {
    env,
    workspaceId: made.workspaceId,
    key: made.lookupKey,
    owner,
    async stop() {
      await owner.end()
      await redis.stop()
      await postgres.stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** A load generator is one client; what it may send is not what is measured. */
async function liftLimits(owner: pg.Client): Promise<void> {
  await owner.query('UPDATE api_key SET rate_per_minute = 10000000')
  await owner.query(
    `UPDATE workspace SET policy = policy || '{"rate_per_minute": 10000000, "judge_share": 0}'`,
  )
}

/** The bare server reads a value as large as the one a look-up reads. */
async function putBareAnswer(url: string, workspaceId: string): Promise<void> {
  const redis = new Redis(url)
  const [first] = await redis.keys(`l0:{${workspaceId}}:*`)
  await redis.set('bench:answer', (first && (await redis.get(first))) || 'x'.repeat(573))
  await redis.quit()
}

import path from 'node:path'
import { readEnv } from '../../lib/env'
import type { Base } from '../../lib/server/base'
import { openBase } from '../../lib/server/build-container'
import { startPostgres } from '../start/postgres'
import { State } from '../start/state'

export type Deployment = { base: Base; close(): Promise<void> }

/**
 * The deployment that `npm start` runs here: the one the environment names, or the local one of the
 * state directory, whose Postgres is started for the moment when it does not run.
 */
export async function openDeployment(): Promise<Deployment> {
  const root = path.resolve(import.meta.dirname, '..', '..')
  const env: Record<string, string | undefined> = { LOG_LEVEL: 'error', ...process.env }
  const state = new State(env.L0_STATE_DIR ?? path.join(root, '.l0'))
  let stop = async () => {}
  if (!env.DATABASE_URL) {
    const local = await startPostgres(state)
    if (!local.adopted) stop = () => local.stop()
    env.DATABASE_URL = local.appUrl
    env.DATABASE_OWNER_URL = local.ownerUrl
    env.SIGNER_DATABASE_URL = local.signerUrl
    env.WITNESS_FILE ??= state.file('witness.jsonl')
  }
  const redis = state.read<{ port: number }>('redis.json')
  if (!env.REDIS_URL && redis) env.REDIS_URL = `redis://:${state.secrets().redis}@127.0.0.1:${redis.port}`
  env.L0_SECRET ??= state.secrets().master
  env.L0_URL ??= state.read<{ url?: string }>('demo.json')?.url
  const base = openBase(readEnv(env))
  return {
    base,
    close: async () => {
      await base.hot.close()
      await base.db.close()
      await stop()
    },
  }
}

import { fork, type ChildProcess } from 'node:child_process'
import path from 'node:path'
import { buildIfChanged } from './build'
import { serverBundle, serverFlags } from './bundle'
import { prepareDatabase } from './prepare-database'
import { startPostgres } from './postgres'
import { startRedis } from './redis'
import { stopPid, waitFor, type Managed } from './processes'
import { State } from './state'
import { progress } from './progress'
import { startDemoModel } from '../demo-model'
import { seedDemo } from './seed-demo'

const root = process.cwd()
const children: Managed[] = []
let stopping = false

/** Parents are started first and stopped last. */
async function stopAll(code: number): Promise<never> {
  if (stopping) return new Promise(() => {})
  stopping = true
  for (const child of children.reverse()) {
    await child
      .stop()
      .catch((error: Error) => console.error(`✗ ${child.name} did not stop: ${error.message}`))
  }
  process.exit(code)
}

async function main(): Promise<void> {
  process.on('SIGINT', () => void stopAll(0))
  process.on('SIGTERM', () => void stopAll(0))
  const state = new State(process.env.L0_STATE_DIR ?? path.join(root, '.l0'))
  const demo = !process.env.DATABASE_URL || process.env.L0_DEMO === '1'
  const env: Record<string, string> = { ...(process.env as Record<string, string>) }
  env.NODE_ENV ??= 'production'
  env.PORT ??= '3000'
  env.L0_STATE_DIR = state.directory
  env.L0_SECRET ??= state.secrets().master
  if (demo) env.L0_DEMO = '1'

  await progress.step('Postgres', 'set DATABASE_URL to use a server of your own', () => postgres(state, env))
  await progress.step('Redis', 'set REDIS_URL to use a server of your own', () => redis(state, env))
  await progress.step(
    'Migrations',
    'the message above names the migration; the database was left as it was',
    () => prepareDatabase(root, env),
  )
  await progress.step('Model', 'set ANTHROPIC_API_KEY to use the real one', () => model(env))
  if (demo)
    await progress.step('Demo workspace', 'delete the state directory to start over', () =>
      seedDemo(state, env),
    )
  await progress.step('Build', 'run `npm run build` to see the whole output', async () => {
    const built = await buildIfChanged(root, () =>
      progress.note('sources changed; building takes about a minute'),
    )
    return built ? 'built' : 'up to date'
  })
  await progress.step('Server', `is port ${env.PORT} free? PORT=3001 npm start takes another`, () =>
    serve(env),
  )
  progress.ready(env, state, demo)
}

async function postgres(state: State, env: Record<string, string>): Promise<string> {
  if (env.DATABASE_URL) return 'DATABASE_URL'
  const local = await startPostgres(state)
  children.push(local)
  env.DATABASE_OWNER_URL = local.ownerUrl
  env.DATABASE_URL = local.appUrl
  env.SIGNER_DATABASE_URL = local.signerUrl
  env.WITNESS_FILE ??= state.file('witness.jsonl')
  return local.adopted ? `adopted, pid ${local.pid}` : `embedded, pid ${local.pid}`
}

async function redis(state: State, env: Record<string, string>): Promise<string> {
  if (env.REDIS_URL || env.REDIS_SENTINELS || env.REDIS_CLUSTER_NODES) return 'as configured'
  const local = await startRedis(state)
  if (!local) return 'none found on this machine: the hot store runs inside the server (one instance only)'
  children.push(local)
  env.REDIS_URL = local.url
  return `local, pid ${local.pid}`
}

async function model(env: Record<string, string>): Promise<string> {
  if (env.ANTHROPIC_API_KEY) return 'Anthropic'
  const { url, close } = await startDemoModel({ port: 0 })
  children.push({ name: 'demo model', pid: process.pid, stop: close })
  env.ANTHROPIC_API_KEY = 'demo'
  env.ANTHROPIC_BASE_URL = url
  env.L0_DEMO_MODEL = '1'
  return 'DEMO MODEL: canned answers, no real model is asked'
}

async function serve(env: Record<string, string>): Promise<string> {
  const child = fork(path.join(root, serverBundle), [], {
    env: env as unknown as NodeJS.ProcessEnv,
    execArgv: serverFlags,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  children.push({ name: 'server', pid: child.pid!, stop: () => stopPid(child.pid!, 'SIGTERM', 20_000) })
  const died = new Promise<never>((_, reject) =>
    child.once('exit', (code) => {
      if (!stopping) reject(new Error(`The server ended with status ${code}.`))
    }),
  )
  const up = await Promise.race([waitFor(() => ready(env.PORT!), 60_000, 100), died])
  if (!up) throw new Error('The server did not become ready within a minute.')
  restartless(child)
  return `http://localhost:${env.PORT}`
}

/** A server that dies later takes everything down: half a product is worse than a clear end. */
function restartless(child: ChildProcess): void {
  child.once('exit', (code) => {
    if (stopping) return
    console.error(`✗ The server ended with status ${code}; stopping the rest.`)
    void stopAll(1)
  })
}

async function ready(port: string): Promise<boolean> {
  const response = await fetch(`http://127.0.0.1:${port}/api/health/ready`)
  return response.ok
}

main().catch((error: Error) => {
  progress.failed(error)
  void stopAll(1)
})

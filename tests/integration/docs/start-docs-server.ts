import http from 'node:http'
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { publicHandlers } from '@/app/public-handlers'
import { readEnv } from '@/lib/env'
import { newId } from '@/lib/kernel/ids'
import { buildContainer } from '@/lib/server/build-container'
import { hotRoutes, matchHotRoute } from '@/lib/server/http/hot-routes'
import { answerNode } from '@/lib/server/http/node-door'
import { bundle } from '@/scripts/start/bundle'
import { startDemoModel } from '@/scripts/demo-model'
import { prepareDatabase } from '@/scripts/start/prepare-database'
import { seedDemo } from '@/scripts/start/seed-demo'
import { State } from '@/scripts/start/state'

export type DocsServer = {
  url: string
  env: Record<string, string>
  directory: string
  /** The command line as one module: compiled at each call, it would take seconds. */
  cli: string
  close(): Promise<void>
}

/** What a reader of the docs has after `npm start`, without Next's pages: the seeded demo shop behind its real routes. */
export async function startDocsServer(): Promise<DocsServer> {
  const directory = mkdtempSync(path.join(tmpdir(), 'docs-'))
  // Two levels below the root, as its sources are: it finds migrations from where it stands.
  const outdir = path.join('node_modules', '.l0-docs')
  // The verifier knows by its own address whether it is the program, so it stays a module of its own.
  await bundle(process.cwd(), outdir, { l0: 'scripts/l0.ts', verify: 'scripts/verify/l0-verify.mjs' })
  const database = await makeDatabase()
  const model = await startDemoModel({ port: 0 })
  const server = http.createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const port = (server.address() as AddressInfo).port
  const env: Record<string, string> = {
    ...database.urls,
    NODE_ENV: 'test',
    PORT: String(port),
    LOG_LEVEL: 'silent',
    L0_DEMO: '1',
    L0_STATE_DIR: directory,
    L0_SECRET: 'a secret for tests only, thirty-two characters',
    REDIS_URL: process.env.L0_TEST_REDIS_URL!,
    REDIS_DEADLINE_MS: '1000',
    ANTHROPIC_API_KEY: 'demo',
    ANTHROPIC_BASE_URL: model.url,
  }
  await prepareDatabase(process.cwd(), env)
  const state = new State(directory)
  await seedDemo(state, env)
  const app = await buildContainer(readEnv(env))
  const routes = hotRoutes(publicHandlers)
  server.on('request', (request: http.IncomingMessage, response: http.ServerResponse) => {
    const [where = '/', query = ''] = (request.url ?? '/').split('?')
    const match = matchHotRoute(routes, request.method ?? 'GET', where)
    if (!match) return void response.writeHead(404).end()
    const target = { path: where, query, params: match.params, remote: '127.0.0.1' }
    answerNode(match.handler.answer, request, response, target).catch(() => response.destroy())
  })
  return {
    url: `http://127.0.0.1:${port}`,
    env,
    directory,
    cli: path.join(outdir, 'l0.mjs'),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await app.close()
      await model.close()
      await database.drop()
      rmSync(outdir, { recursive: true, force: true })
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** A database of its own: these pages make people, keys and decisions. */
async function makeDatabase() {
  const name = newId('ws').toLowerCase()
  const owner = new URL(process.env.L0_TEST_DATABASE_URL!)
  const run = async (sql: string) => {
    const client = new pg.Client({ connectionString: owner.toString() })
    await client.connect()
    await client.query(sql).finally(() => client.end())
  }
  await run(`CREATE DATABASE ${name}`)
  const at = (url: URL) => Object.assign(new URL(url), { pathname: `/${name}` }).toString()
  const signer = Object.assign(new URL(owner), { username: 'l0_docs_signer', password: 'docs-signer' })
  return {
    urls: {
      DATABASE_OWNER_URL: at(owner),
      DATABASE_URL: at(new URL(process.env.L0_TEST_APP_URL!)),
      SIGNER_DATABASE_URL: at(signer),
    },
    drop: () => run(`DROP DATABASE ${name} WITH (FORCE)`),
  }
}

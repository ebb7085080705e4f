import { createServer } from 'node:http'
import next from 'next'
import { buildContainer } from './lib/server/build-container'
import { readEnv } from './lib/env'
import { startServing } from './lib/server/http/start-serving'
import { hotHandlers } from './app/hot-handlers'

/**
 * The production entry: hot routes are answered before Next's router by the functions their route
 * files export; everything else goes to Next.
 */
const env = readEnv()
const app = await buildContainer(env)
const nextApp = next({
  dev: false,
  // Where it is started, not where it lies: production runs a bundle of this file.
  dir: process.cwd(),
  port: env.PORT,
  hostname: env.HOST,
  quiet: true,
})
await nextApp.prepare()

await startServing({ app, server: createServer(), handlers: hotHandlers, next: nextApp.getRequestHandler() })

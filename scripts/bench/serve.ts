import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { hotHandlers } from '@/app/hot-handlers'
import { readEnv } from '@/lib/env'
import { buildContainer } from '@/lib/server/build-container'
import { startServing } from '@/lib/server/http/start-serving'

/**
 * The server entry without Next's pages: hot routes as in production, 404 for the rest. A parent that
 * forked it hears `{ port }` when it serves, and `{ memory }` when it asks for "memory".
 */
async function main(): Promise<void> {
  const app = await buildContainer(readEnv())
  const server = createServer()
  const next = async (_request: IncomingMessage, response: ServerResponse) => {
    response.writeHead(404).end()
  }
  await startServing({ app, server, handlers: hotHandlers, next })
  process.send?.({ port: (server.address() as AddressInfo).port })
  process.on('message', (message) => {
    if (message === 'memory') process.send?.({ memory: process.memoryUsage() })
    if (message === 'cpu') process.send?.({ cpu: process.cpuUsage() })
  })
}

main().catch((error) => {
  console.error(error)
  process.exit(1)
})

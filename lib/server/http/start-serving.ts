import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Container } from '../container'
import { hotRoutes, matchHotRoute } from './hot-routes'
import { answerNode } from './node-door'
import { parseCidrs, remoteAddress } from './remote-address'
import type { RouteHandler } from './route'
import { settleAfter } from './after'

export type Serving = {
  app: Container
  server: Server
  handlers: RouteHandler[]
  /** Everything that is not a hot route. */
  next: (request: IncomingMessage, response: ServerResponse) => Promise<void>
}

/** Beyond this, answering late would be worse than refusing now. */
const maxInFlight = 4_096
const drainMs = 15_000

/** Headers that steer Next's insides; nobody outside has a reason to send them. */
const internalHeaders = [
  'x-middleware-subrequest',
  'x-l0-remote',
  'x-middleware-prefetch',
  'x-invoke-path',
  'x-matched-path',
  'x-now-route-matches',
]

/** Listens, answers hot routes itself, and drains on SIGTERM without failing a request. */
export async function startServing({ app, server, handlers, next }: Serving): Promise<void> {
  const routes = hotRoutes(handlers)
  const trusted = parseCidrs(app.env.TRUSTED_PROXY_CIDRS)
  let inFlight = 0
  const left = () => void inFlight--

  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (inFlight >= maxInFlight) return refuse(response)
    inFlight++
    response.on('close', left)
    if (app.draining()) response.setHeader('connection', 'close')
    const remote = remoteAddress(
      request.socket.remoteAddress ?? '',
      header(request, 'x-forwarded-for'),
      trusted,
    )
    const url = request.url ?? '/'
    const mark = url.indexOf('?')
    const path = mark < 0 ? url : url.slice(0, mark)
    const match = matchHotRoute(routes, request.method ?? 'GET', path)
    if (!match) return void toNext(app, next, request, response, remote)
    const target = { path, query: mark < 0 ? '' : url.slice(mark + 1), params: match.params, remote }
    answerNode(match.handler.answer, request, response, target).catch((error) => {
      app.log.error({ err: error }, 'a reply could not be written')
      response.destroy()
    })
  })
  // Slow senders are cut: a header every minute is an attack, not a client.
  server.headersTimeout = 15_000
  server.requestTimeout = 120_000
  server.keepAliveTimeout = 65_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(app.env.PORT, app.env.HOST, resolve)
  })
  app.log.info({ port: app.env.PORT }, 'serving')
  stopOnSignals(app, server, () => inFlight)
}

async function toNext(
  app: Container,
  next: Serving['next'],
  request: IncomingMessage,
  response: ServerResponse,
  remote: string,
): Promise<void> {
  for (const name of internalHeaders) delete request.headers[name]
  request.headers['x-l0-remote'] = remote
  try {
    await next(request, response)
  } catch (error) {
    app.log.error({ err: error }, 'Next failed')
    if (!response.headersSent) response.writeHead(500)
    response.end()
  }
}

function stopOnSignals(app: Container, server: Server, inFlight: () => number): void {
  let stopping = false
  const stop = async () => {
    if (stopping) return
    stopping = true
    app.startDraining()
    server.close()
    const until = Date.now() + drainMs
    while (inFlight() > 0 && Date.now() < until) {
      server.closeIdleConnections()
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    await settleAfter(5_000)
    await app.close()
    process.exit(0)
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  // The supervisor holds the other end: when it is gone, nobody would stop us later.
  process.on('disconnect', stop)
}

function refuse(response: ServerResponse): void {
  response.writeHead(503, { 'content-type': 'application/problem+json', 'retry-after': '1' })
  response.end(JSON.stringify({ type: 'about:blank', title: 'Overloaded', status: 503, code: 'overloaded' }))
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value.join(',') : value
}

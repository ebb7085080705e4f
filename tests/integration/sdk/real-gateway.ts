import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { POST as countTokens } from '@/app/v1/messages/count_tokens/route'
import { POST as messages } from '@/app/v1/messages/route'
import { GET as model } from '@/app/v1/models/[id]/route'
import { GET as models } from '@/app/v1/models/route'
import { hotRoutes, matchHotRoute } from '@/lib/server/http/hot-routes'
import { answerNode } from '@/lib/server/http/node-door'
import { startFakeModel, type FakeModel } from '../../fakes/model-server'
import { makeTestApp } from '../../support/app'
import { readBlocks } from '../docs/read-blocks'

export type RealGateway = {
  url: string
  key: string
  /** Behind the gateway. */
  upstream: FakeModel
  /** Stands for the vendor's own API, which the clients fall back to. */
  vendor: FakeModel
  /** Headers and path of every request that came to the gateway. */
  arrived: { path: string; headers: string }[]
  /** A gateway in trouble: `/status/502`, `/cut` (breaks off after the headers); nobody listens at `gone`. */
  broken: { url: string; gone: string }
  /** Nobody listens at `url` until `start`. */
  stop(): Promise<void>
  start(): Promise<void>
  close(): Promise<void>
}

export const vendorKey = 'sk-ant-the-callers-own'

/** The product over HTTP, on real Postgres and Redis, with one approved answer: `cancel_order`. */
export async function startRealGateway(): Promise<RealGateway> {
  const upstream = await startFakeModel()
  const vendor = await startFakeModel()
  const test = await makeTestApp({
    ANTHROPIC_API_KEY: 'sk-ant-of-the-gateway',
    ANTHROPIC_BASE_URL: upstream.url,
  })
  await test.approve('cancel_order', 'To cancel order {{order_id}}, open it in your account.')
  await test.app.publishing.publisher.drain()
  const arrived: RealGateway['arrived'] = []
  const server = await listen(gatewayServer(arrived))
  const broken = await listen(brokenServer())
  const gone = await listen(http.createServer())
  await gone.close()
  return {
    url: server.url,
    key: test.lookupKey,
    upstream,
    vendor,
    arrived,
    broken: { url: broken.url, gone: gone.url },
    stop: server.close,
    start: server.open,
    close: async () => {
      await server.close()
      await broken.close()
      await test.app.close()
      await upstream.close()
      await vendor.close()
    },
  }
}

function gatewayServer(arrived: RealGateway['arrived']): http.Server {
  const routes = hotRoutes([messages, countTokens, models, model])
  return http.createServer((request, response) => {
    const [path = '/', query = ''] = (request.url ?? '/').split('?')
    arrived.push({ path, headers: JSON.stringify(request.headers) })
    const matched = matchHotRoute(routes, request.method ?? 'GET', path)
    if (!matched) return void response.writeHead(404).end()
    const target = { path, query, params: matched.params, remote: '127.0.0.1' }
    answerNode(matched.handler.answer, request, response, target).catch(() => response.destroy())
  })
}

function brokenServer(): http.Server {
  return http.createServer((request, response) => {
    request.resume()
    const status = /^\/status\/(\d+)\//.exec(request.url ?? '')?.[1]
    if (status) return void response.writeHead(Number(status)).end('a proxy says no')
    response.writeHead(200, { 'content-type': 'application/json', 'x-l0-cache': 'miss' })
    response.write('{"id":"msg_')
    setTimeout(() => response.destroy(), 20)
  })
}

async function listen(server: http.Server) {
  const open = (port = 0) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, '127.0.0.1', resolve)
    })
  await open()
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    open: () => open(port),
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** The one program of a README, aimed at this gateway. */
export function readmeExample(file: string, url: string): string {
  const programs = readBlocks(file).filter(({ info }) => info === 'ts' || info === 'python')
  const [example] = programs
  if (programs.length !== 1 || !example?.text.includes('http://localhost:3000'))
    throw new Error(`${file} has ${programs.length} programs; one is run, and it names the gateway`)
  return example.text.replace('http://localhost:3000', url)
}

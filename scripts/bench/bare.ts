import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Redis } from 'ioredis'

/**
 * What everything is measured against: node:http, one ioredis GET with its defaults, a JSON reply. The
 * body of the request is taken off the wire, as it must be, and not looked at.
 */
const redis = new Redis(process.env.REDIS_URL!)
const server = createServer((request, response) => {
  request.resume()
  request.on('end', () => {
    redis.get('bench:answer').then(
      (answer) => {
        const body = JSON.stringify({ status: 'hit', answer })
        response.writeHead(200, {
          'content-type': 'application/json',
          'content-length': String(Buffer.byteLength(body)),
        })
        response.end(body)
      },
      () => response.writeHead(500).end(),
    )
  })
})
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }))
process.on('message', (message) => {
  if (message === 'memory') process.send?.({ memory: process.memoryUsage() })
  if (message === 'cpu') process.send?.({ cpu: process.cpuUsage() })
})
process.on('SIGTERM', () => process.exit(0))
process.on('disconnect', () => process.exit(0))

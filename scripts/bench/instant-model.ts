import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** An upstream that answers at once: what a miss costs beside it is the gateway's own. */
const reply = JSON.stringify({
  id: 'msg_bench',
  type: 'message',
  role: 'assistant',
  model: 'bench-model',
  content: [{ type: 'text', text: 'An answer that took no time at all, long enough to be one. '.repeat(6) }],
  stop_reason: 'end_turn',
  stop_sequence: null,
  usage: { input_tokens: 20, output_tokens: 90 },
})
const headers = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(reply)) }
const server = createServer((request, response) => {
  request.resume()
  request.on('end', () => {
    response.writeHead(200, headers)
    response.end(reply)
  })
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }))
process.on('SIGTERM', () => process.exit(0))
process.on('disconnect', () => process.exit(0))

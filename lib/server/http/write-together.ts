import type { ServerResponse } from 'node:http'
import { container } from '../container'
import type { Reply } from './call'

type Ready = { reply: Reply; body: string | Uint8Array | null; response: ServerResponse }

let ready: Ready[] = []

/**
 * Writes a whole reply at the end of this turn of the event loop, with all others that became ready in it: reading all
 * waiting requests first and then writing all replies wakes the other side once instead of once a reply, which costs
 * a fifth less CPU under load. Alone, a reply leaves some microseconds later.
 */
export function writeSoon(reply: Reply, body: string | Uint8Array | null, response: ServerResponse): void {
  if (ready.push({ reply, body, response }) === 1) setImmediate(writeReady)
}

function writeReady(): void {
  const replies = ready
  ready = []
  for (const one of replies) {
    try {
      writeWhole(one)
    } catch (error) {
      container().log.error({ err: error }, 'a reply could not be written')
      one.response.destroy()
    }
  }
}

function writeWhole({ reply: { status, headers }, body, response }: Ready): void {
  if (response.destroyed) return
  if (typeof body === 'string') headers['content-length'] = String(Buffer.byteLength(body))
  response.writeHead(status, headers)
  response.end(body ?? undefined)
}

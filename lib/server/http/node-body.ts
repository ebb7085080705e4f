import type { IncomingMessage } from 'node:http'
import { tooLarge } from './web-door'

/**
 * The whole body of a request; throws `payload_too_large` beyond `limitBytes`. A body of announced length is complete
 * with its last byte: nobody waits for the stream to say so.
 */
export function readBody(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  const announced = Number(request.headers['content-length'] ?? NaN)
  if (announced > limitBytes) return Promise.reject(tooLarge(limitBytes))
  return new Promise((resolve, reject) => {
    const earlier: Buffer[] = []
    let size = 0
    let whole = false
    const done = (body: Buffer) => {
      whole = true
      resolve(body)
    }
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > limitBytes) reject(tooLarge(limitBytes))
      else if (size !== announced) earlier.push(chunk)
      else done(earlier.length === 0 ? chunk : Buffer.concat([...earlier, chunk]))
    })
    if (!(announced > 0)) request.on('end', () => done(Buffer.concat(earlier)))
    // Comes after a whole body as well; a promise settled twice is reported to Node, which costs more than asking.
    request.on('close', () => {
      if (!whole) reject(clientLeft)
    })
  })
}

const clientLeft = new Error('The client went away while sending.')

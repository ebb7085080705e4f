import type { IncomingMessage, ServerResponse } from 'node:http'
import { newId } from '@/lib/kernel/ids'
import type { Call, Reply } from './call'
import { runAfter } from './after'
import { tooLarge } from './web-door'

/** The server entry's door: Node's request becomes a `Call`, the `Reply` is written to Node's response. */
export async function answerNode(
  answer: (call: Call) => Promise<Reply>,
  request: IncomingMessage,
  response: ServerResponse,
  target: { path: string; query: string; params: Record<string, string>; remote: string },
): Promise<void> {
  const reply = await answer(callFromNode(request, response, target))
  await writeReply(reply, response)
  if (reply.after) runAfter(reply.after)
}

export function callFromNode(
  request: IncomingMessage,
  response: ServerResponse,
  target: { path: string; query: string; params: Record<string, string>; remote: string },
): Call {
  let query: URLSearchParams | undefined
  let aborter: AbortController | undefined
  return {
    method: request.method ?? 'GET',
    path: target.path,
    get query() {
      return (query ??= new URLSearchParams(target.query))
    },
    params: target.params,
    header: (name) => {
      const value = request.headers[name.toLowerCase()]
      return value === undefined ? null : Array.isArray(value) ? value.join(', ') : value
    },
    body: (limit) => readBody(request, limit),
    remote: target.remote,
    // Made only when somebody looks: most hits never do.
    get signal() {
      if (!aborter) {
        const made = (aborter = new AbortController())
        response.once('close', () => {
          if (!response.writableFinished) made.abort()
        })
      }
      return aborter.signal
    },
    requestId: newId('req'),
  }
}

function readBody(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > limitBytes) return Promise.reject(tooLarge(limitBytes))
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > limitBytes) reject(tooLarge(limitBytes))
      else chunks.push(chunk)
    })
    request.on('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)))
    request.on('error', reject)
    request.on('aborted', () => reject(new Error('The client went away while sending.')))
  })
}

async function writeReply(reply: Reply, response: ServerResponse): Promise<void> {
  if (response.destroyed) {
    if (isIterable(reply.body)) await reply.body[Symbol.asyncIterator]().return?.()
    return
  }
  const { body } = reply
  if (typeof body === 'string') reply.headers['content-length'] = String(Buffer.byteLength(body))
  response.writeHead(reply.status, reply.headers)
  if (!isIterable(body)) {
    response.end(body ?? undefined)
    return
  }
  await writeStream(body, response)
}

/** Waits for a slow reader instead of buffering for it; a reader that left ends the source. */
async function writeStream(
  source: AsyncIterable<string | Uint8Array>,
  response: ServerResponse,
): Promise<void> {
  try {
    for await (const chunk of source) {
      if (response.destroyed) return
      if (!response.write(chunk)) await drained(response)
    }
    response.end()
  } catch {
    // The status line has left; cutting the connection is the only honest signal.
    response.destroy()
  }
}

/** Leaves no listener behind, however often a slow reader has to be waited for. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done).off('close', done)
      resolve()
    }
    response.on('drain', done).on('close', done)
  })
}

function isIterable(body: Reply['body']): body is AsyncIterable<string | Uint8Array> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body
}

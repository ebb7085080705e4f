import type { IncomingMessage, ServerResponse } from 'node:http'
import { newId } from '@/lib/kernel/ids'
import type { Call, Reply } from './call'
import { runAfter } from './after'
import { readBody } from './node-body'
import { writeSoon } from './write-together'

/** The server entry's door: Node's request becomes a `Call`, the `Reply` is written to Node's response. */
export function answerNode(
  answer: (call: Call) => Promise<Reply>,
  request: IncomingMessage,
  response: ServerResponse,
  target: Target,
): Promise<void> {
  return answer(callFromNode(request, response, target)).then((reply) => write(reply, response))
}

function write(reply: Reply, response: ServerResponse): void | Promise<void> {
  const { body, after } = reply
  if (isIterable(body)) {
    const written = writeStreamed(reply, body, response)
    return after ? written.then(() => runAfter(after)) : written
  }
  writeSoon(reply, body, response)
  if (after) runAfter(after)
}

type Target = { path: string; query: string; params: Record<string, string>; remote: string }

function callFromNode(request: IncomingMessage, response: ServerResponse, target: Target): Call {
  return new NodeCall(request, response, target)
}

/** A class, so that a request costs one object and no closures; what most hits never ask for is made when asked. */
class NodeCall implements Call {
  readonly method: string
  readonly path: string
  readonly params: Record<string, string>
  readonly remote: string
  readonly requestId = newId('req')
  private parsed: URLSearchParams | undefined
  private aborter: AbortController | undefined

  constructor(
    private readonly request: IncomingMessage,
    private readonly response: ServerResponse,
    private readonly target: Target,
  ) {
    this.method = request.method ?? 'GET'
    this.path = target.path
    this.params = target.params
    this.remote = target.remote
  }

  get query(): URLSearchParams {
    return (this.parsed ??= new URLSearchParams(this.target.query))
  }

  header(name: string): string | null {
    const value = this.request.headers[name.toLowerCase()]
    return value === undefined ? null : Array.isArray(value) ? value.join(', ') : value
  }

  body(limitBytes: number): Promise<Buffer> {
    return readBody(this.request, limitBytes)
  }

  get signal(): AbortSignal {
    if (!this.aborter) {
      const made = (this.aborter = new AbortController())
      this.response.once('close', () => {
        if (!this.response.writableFinished) made.abort()
      })
    }
    return this.aborter.signal
  }
}

async function writeStreamed(
  reply: Reply,
  body: AsyncIterable<string | Uint8Array>,
  response: ServerResponse,
): Promise<void> {
  if (response.destroyed) {
    await body[Symbol.asyncIterator]().return?.()
    return
  }
  if (reply.trailers) reply.headers.trailer = reply.trailers.names
  response.writeHead(reply.status, reply.headers)
  await writeStream(body, response, reply.trailers)
}

/** Waits for a slow reader instead of buffering for it; a reader that left ends the source. */
async function writeStream(
  source: AsyncIterable<string | Uint8Array>,
  response: ServerResponse,
  trailers: Reply['trailers'],
): Promise<void> {
  try {
    for await (const chunk of source) {
      if (response.destroyed) return
      if (!response.write(chunk)) await drained(response)
    }
    if (trailers) response.addTrailers(trailers.values())
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

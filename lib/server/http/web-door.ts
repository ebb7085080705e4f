import { L0Error } from '@/lib/kernel/errors'
import { newId } from '@/lib/kernel/ids'
import type { Call, Reply, ReplyBody } from './call'
import { runAfter } from './after'

type Params = Promise<Record<string, string | string[] | undefined>>

/** Next's door: a web `Request` becomes a `Call`, the `Reply` a web `Response`. */
export async function answerRequest(
  answer: (call: Call) => Promise<Reply>,
  request: Request,
  params?: Params,
): Promise<Response> {
  const call = callFromRequest(request, flatten(params ? await params : {}))
  const reply = await answer(call)
  if (reply.after) runAfter(reply.after)
  const headers = new Headers()
  for (const [name, value] of Object.entries(reply.headers)) {
    for (const one of Array.isArray(value) ? value : [value]) headers.append(name, one)
  }
  return new Response(webBody(reply.body), { status: reply.status, headers })
}

function callFromRequest(request: Request, params: Record<string, string>): Call {
  const url = new URL(request.url)
  return {
    method: request.method,
    path: url.pathname,
    query: url.searchParams,
    params,
    header: (name) => request.headers.get(name),
    body: (limit) => readBody(request, limit),
    // Next hides the socket; the server entry puts the address it saw here and strips the caller's own.
    remote: request.headers.get('x-l0-remote') ?? '',
    signal: request.signal,
    requestId: newId('req'),
  }
}

async function readBody(request: Request, limitBytes: number): Promise<Buffer> {
  if (Number(request.headers.get('content-length') ?? 0) > limitBytes) throw tooLarge(limitBytes)
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength
    if (size > limitBytes) throw tooLarge(limitBytes)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

export function tooLarge(limitBytes: number): L0Error {
  return new L0Error('payload_too_large', `The body is larger than ${limitBytes} bytes.`)
}

function flatten(params: Record<string, string | string[] | undefined>): Record<string, string> {
  const flat: Record<string, string> = {}
  for (const [name, value] of Object.entries(params)) {
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join('/') : value
  }
  return flat
}

function webBody(body: ReplyBody): BodyInit | null {
  if (body === null || typeof body === 'string') return body
  if (body instanceof Uint8Array) return body as Uint8Array<ArrayBuffer>
  return streamOf(body)
}

function streamOf(source: AsyncIterable<string | Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = source[Symbol.asyncIterator]()
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await iterator.next()
      if (done) controller.close()
      else controller.enqueue(typeof value === 'string' ? encoder.encode(value) : value)
    },
    async cancel() {
      await iterator.return?.()
    },
  })
}

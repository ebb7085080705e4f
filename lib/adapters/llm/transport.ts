import http from 'node:http'
import https from 'node:https'
import type { LookupFunction } from 'node:net'

export type Deadlines = {
  connectMs: number
  /** From sending to the first byte of the reply. */
  responseMs: number
  /** Between two pieces of a reply that somebody is waiting for. */
  idleMs: number
  totalMs: number
}

export type Outgoing = {
  method: 'GET' | 'POST'
  url: URL
  headers: Record<string, string>
  body: Buffer | null
  signal: AbortSignal
  deadlines: Deadlines
  /** Whose connections to use; the shared ones go anywhere. */
  agents?: Agents
}

export type Agents = { 'http:': http.Agent; 'https:': https.Agent }

export type Incoming = {
  status: number
  headers: Record<string, string>
  body: AsyncIterable<Uint8Array>
}

/** Why a call brought no reply, or not all of it. `aborted`: the caller left, the model is not to blame. */
export class TransportError extends Error {
  constructor(
    readonly kind: 'connect' | 'timeout' | 'cut' | 'aborted',
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause })
    this.name = 'TransportError'
  }
}

/** `lookup` decides where names may lead; connections are kept apart from those of other agents. */
export function makeAgents(lookup?: LookupFunction): Agents {
  const options = {
    keepAlive: true,
    maxSockets: 4096,
    scheduling: 'lifo' as const,
    ...(lookup ? { lookup } : {}),
  }
  return { 'http:': new http.Agent(options), 'https:': new https.Agent(options) }
}

const sharedAgents = makeAgents()

/**
 * One HTTP call whose reply comes as raw bytes: nothing is decoded, so streams stay as they were sent.
 * `node:http`, because `fetch` has fixed five-minute limits and costs several times the CPU. Resolves with
 * the headers; throws `TransportError`.
 */
export function send(outgoing: Outgoing, onClose: () => void): Promise<Incoming> {
  const { url, method, body, deadlines, signal } = outgoing
  const client = url.protocol === 'https:' ? https : http
  const agent = (outgoing.agents ?? sharedAgents)[url.protocol === 'https:' ? 'https:' : 'http:']
  const headers = {
    ...outgoing.headers,
    'accept-encoding': 'identity',
    ...(body ? { 'content-length': String(body.length) } : {}),
  }
  return new Promise((resolve, reject) => {
    const request = client.request(url, { method, headers, agent })
    let connected = false
    const timers = [
      setTimeout(() => fail('timeout', 'the reply took too long'), deadlines.totalMs),
      setTimeout(() => connected || fail('connect', 'no connection in time'), deadlines.connectMs),
    ]
    const responseTimer = setTimeout(() => fail('timeout', 'no reply in time'), deadlines.responseMs)
    const onAbort = () => fail('aborted', 'the caller left')
    const fail = (kind: TransportError['kind'], message: string) =>
      request.destroy(new TransportError(kind, message))
    const finish = () => {
      for (const timer of [...timers, responseTimer]) clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
      onClose()
    }
    request.once('socket', (socket) => {
      // A kept-alive socket is connected already, and must not gather a listener with every request.
      if (!socket.connecting) connected = true
      else socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => (connected = true))
    })
    request.once('close', finish)
    request.on('error', (error) => reject(asTransportError(error, connected ? 'cut' : 'connect')))
    request.once('response', (response) => {
      clearTimeout(responseTimer)
      response.on('error', () => undefined) // a reply nobody reads any more may break off without harm
      resolve({
        status: response.statusCode ?? 502,
        headers: flatten(response.headers),
        body: read(response, request, deadlines.idleMs),
      })
    })
    signal.addEventListener('abort', onAbort, { once: true })
    if (signal.aborted) onAbort()
    request.end(body ?? undefined)
  })
}

/** Reads only as fast as its consumer does, so a slow caller slows the model down instead of filling memory. */
async function* read(
  response: http.IncomingMessage,
  request: http.ClientRequest,
  idleMs: number,
): AsyncGenerator<Uint8Array> {
  const pieces = response[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  let stalled = false
  try {
    while (true) {
      const timer = setTimeout(() => {
        stalled = true
        response.destroy()
      }, idleMs)
      const piece = await pieces.next().finally(() => clearTimeout(timer))
      if (piece.done) break
      yield piece.value
    }
    if (!response.complete) throw new TransportError('cut', 'the reply broke off')
  } catch (error) {
    if (stalled) throw new TransportError('timeout', 'the reply stalled', error)
    throw asTransportError(error, 'cut')
  } finally {
    if (!response.complete) request.destroy()
  }
}

function asTransportError(error: unknown, kind: 'connect' | 'cut'): TransportError {
  if (error instanceof TransportError) return error
  const message = error instanceof Error ? error.message : 'failed'
  return new TransportError(kind, message, error)
}

function flatten(headers: http.IncomingHttpHeaders): Record<string, string> {
  const flat: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return flat
}

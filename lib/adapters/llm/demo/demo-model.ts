import { randomBytes } from 'node:crypto'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { estimateTokens } from '@/lib/gateway/reply/estimate-tokens'
import type { Wire } from '@/lib/gateway/ports'
import { isL0Error } from '@/lib/kernel/errors'
import { demoModelId, demoReply, readRequest, type DemoShape } from './replies'

export type DemoModelOptions = {
  /** 0 takes a free one. */
  port?: number
  /** Between two frames of a stream, so that it looks like one. */
  frameDelayMs?: number
  /** Tests make the model fail: return true when the request has been dealt with. */
  /** Tests refuse keys: false is a 401. */
  admits?: (headers: http.IncomingHttpHeaders) => boolean
  intercept?: (request: DemoRequest, response: http.ServerResponse) => Promise<boolean> | boolean
}

export type DemoRequest = {
  wire: Wire
  path: string
  headers: http.IncomingHttpHeaders
  body: Record<string, unknown>
  text: string
}

export type DemoModel = { url: string; close(): Promise<void> }

const maxBytes = 32 * 1024 * 1024

/**
 * A stand-in for a model on 127.0.0.1: Anthropic's format under `/v1/messages`, OpenAI's under
 * `/v1/chat/completions`, deterministic answers for a small shop. Labelled as what it is.
 */
export async function startDemoModel(options: DemoModelOptions = {}): Promise<DemoModel> {
  const server = http.createServer((request, response) => {
    answer(request, response, options).catch(() => response.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function answer(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  options: DemoModelOptions,
): Promise<void> {
  const path = (request.url ?? '/').split('?')[0]!
  response.setHeader('request-id', `req_demo_${randomBytes(8).toString('hex')}`)
  if (options.admits && !options.admits(request.headers))
    return fail(response, path.startsWith('/v1/messages') ? 'anthropic' : 'openai', 401, 'invalid api key')
  if (request.method === 'GET') return models(path, request, response)
  const wire: Wire = path.endsWith('/chat/completions') ? 'openai' : 'anthropic'
  const text = await readText(request)
  const body = parse(text)
  if (!body) return fail(response, wire, 400, 'the body is not JSON')
  if (await options.intercept?.({ wire, path, headers: request.headers, body, text }, response)) return
  if (path.endsWith('/count_tokens')) return json(response, 200, { input_tokens: estimateTokens(text) })
  if (path !== '/v1/messages' && path !== '/v1/chat/completions')
    return fail(response, wire, 404, 'not found')
  try {
    await generate(response, wire, body, options)
  } catch (error) {
    if (!isL0Error(error) || response.headersSent) throw error
    fail(response, wire, 400, error.message)
  }
}

async function generate(
  response: http.ServerResponse,
  wire: Wire,
  body: Record<string, unknown>,
  options: DemoModelOptions,
): Promise<void> {
  const reply = demoReply(wire, readRequest(wire, body), newShape())
  if (!reply.stream) {
    response.setHeader('content-type', 'application/json')
    response.end(reply.json)
    return
  }
  await streamFrames(response, reply.frames, options.frameDelayMs ?? 0)
  response.end()
}

/** Frames one by one, no faster than the reader reads. */
export async function streamFrames(
  response: http.ServerResponse,
  frames: string[],
  frameDelayMs: number,
): Promise<void> {
  response.setHeader('content-type', 'text/event-stream; charset=utf-8')
  for (const frame of frames) {
    if (response.destroyed) return
    if (!response.write(frame)) await drained(response)
    if (frameDelayMs > 0) await new Promise((resolve) => setTimeout(resolve, frameDelayMs))
  }
}

function drained(response: http.ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done).off('close', done)
      resolve()
    }
    response.on('drain', done).on('close', done)
  })
}

export function newShape(extra: Partial<DemoShape> = {}): DemoShape {
  return {
    id: randomBytes(9).toString('base64url'),
    createdSeconds: Math.floor(Date.now() / 1_000),
    ...extra,
  }
}

const anthropicModel = {
  type: 'model',
  id: demoModelId,
  display_name: 'L0 demo model (no AI)',
  created_at: '2025-01-01T00:00:00Z',
  capabilities: null,
  deprecated_at: null,
  lifecycle: 'active',
  line: null,
  max_input_tokens: 200_000,
  max_tokens: 64_000,
  retires_at: null,
}

/** Both vendors list models at this address; Anthropic's clients always name their version. */
function models(path: string, request: http.IncomingMessage, response: http.ServerResponse): void {
  const wire: Wire = request.headers['anthropic-version'] ? 'anthropic' : 'openai'
  const model =
    wire === 'anthropic'
      ? anthropicModel
      : { id: demoModelId, object: 'model', created: 1_735_689_600, owned_by: 'l0-cache' }
  if (path === `/v1/models/${demoModelId}`) return json(response, 200, model)
  if (path !== '/v1/models') return fail(response, wire, 404, `model: ${path.split('/').at(-1)}`)
  const list = { data: [model], has_more: false, first_id: demoModelId, last_id: demoModelId }
  json(response, 200, wire === 'anthropic' ? list : { object: 'list', data: [model] })
}

async function readText(request: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= maxBytes) chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}

export function json(response: http.ServerResponse, status: number, value: unknown): void {
  response.statusCode = status
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify(value))
}

const types: Record<number, string> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  404: 'not_found_error',
  429: 'rate_limit_error',
  529: 'overloaded_error',
}

export function fail(response: http.ServerResponse, wire: Wire, status: number, message: string): void {
  const error = { type: types[status] ?? 'api_error', message }
  json(
    response,
    status,
    wire === 'anthropic' ? { type: 'error', error } : { error: { ...error, param: null, code: null } },
  )
}

import { z } from 'zod'
import { CountTokensRequest } from '@/lib/gateway/anthropic/read-messages'
import type {
  CacheMode,
  GatewayReply,
  GatewayRequest,
  PassRequest,
  Refusal,
} from '@/lib/gateway/reply/gateway-reply'
import type { ModelOperation, Wire } from '@/lib/gateway/ports'
import type { Protocol } from '@/lib/gateway/protocol'
import { readShape } from '@/lib/gateway/reading/read-shape'
import { invalidInput } from '@/lib/kernel/errors'
import { when } from '@/lib/kernel/when'
import { NormalizerStep } from '@/lib/normalization/schema'
import { ScopeName } from '@/lib/workspaces/schema'
import type { Container } from './container'
import type { Call, Reply } from './http/call'
import { errorReply } from './http/problems'
import { parseJson, requireJson } from './http/read-json'

/** Documents and images travel in the body. */
export const gatewayBodyLimit = 10 * 1024 * 1024

/** What of the caller's headers is for the model. Credentials and our own never are. */
const passedOn = ['anthropic-version', 'anthropic-beta', 'openai-beta', 'idempotency-key']

/** A call of either vendor's API, answered; no promise but its body's on a warm hit. Throws `invalid_input`. */
export function answerThroughGateway(
  call: Call,
  app: Pick<Container, 'gateway'>,
  workspaceId: string,
  protocol: Protocol,
): Promise<Reply> {
  const answered = (answer: GatewayReply | Refusal) => asReply(answer, protocol.wire, call)
  return readGatewayRequest(call, workspaceId, protocol).then((request) =>
    when(app.gateway.generate(request), answered),
  )
}

/** Reads a call as the gateway wants it: bytes kept, options checked. Throws `invalid_input`. */
function readGatewayRequest(call: Call, workspaceId: string, protocol: Protocol): Promise<GatewayRequest> {
  const cacheMode = readCacheMode(call)
  const namedScope = readScope(call)
  const normalizers = readNormalizers(call)
  return readBody(call).then((bytes) => {
    const value = parseJson(bytes)
    return new GatewayCall(call, workspaceId, protocol, bytes, value, cacheMode, namedScope, normalizers)
  })
}

export async function readPassRequest(
  call: Call,
  workspaceId: string,
  wire: Wire,
  operation: Exclude<ModelOperation, 'generate'>,
): Promise<PassRequest> {
  const bytes = call.method === 'POST' ? await readBody(call) : null
  if (bytes) readShape(CountTokensRequest, parseJson(bytes))
  return Object.assign(new FromCall(call), {
    workspaceId,
    wire,
    operation,
    model: call.params.id ?? '',
    bytes,
  })
}

/** Both vendors list models at one address; Anthropic's clients always send their version. */
export function wireOf(call: Call): Wire {
  return call.header('anthropic-version') ? 'anthropic' : 'openai'
}

/** The gateway's answer as a reply, its refusals in the vendor's own shape. */
export function asReply(answer: GatewayReply | Refusal, wire: Wire, call: Call): Reply {
  if (answer.kind === 'reply') {
    const { status, headers, body, trailers, after } = answer
    return { status, headers, body, trailers, after }
  }
  const reply = errorReply(answer.error, wire, call.requestId)
  return { ...reply, headers: { ...reply.headers, ...answer.headers, 'request-id': call.requestId } }
}

/** What a hit needs none of is read when somebody asks: an abort signal costs a listener. */
class FromCall {
  readonly requestId: string

  constructor(protected readonly call: Call) {
    this.requestId = call.requestId
  }

  get traceparent(): string | null {
    return this.call.header('traceparent')
  }

  get headers(): Record<string, string> {
    return vendorHeaders(this.call)
  }

  get search(): string {
    const search = this.call.query.toString()
    return search === '' ? '' : `?${search}`
  }

  get signal(): AbortSignal {
    return this.call.signal
  }
}

class GatewayCall extends FromCall implements GatewayRequest {
  constructor(
    call: Call,
    readonly workspaceId: string,
    readonly protocol: Protocol,
    readonly bytes: Buffer,
    readonly value: unknown,
    readonly cacheMode: CacheMode,
    readonly namedScope: string | null,
    readonly normalizers: readonly string[] | null,
  ) {
    super(call)
  }
}

function vendorHeaders(call: Call): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const name of passedOn) {
    const value = call.header(name)
    if (value) headers[name] = value
  }
  return headers
}

function readBody(call: Call): Promise<Buffer> {
  requireJson(call)
  return call.body(gatewayBodyLimit)
}

function readCacheMode(call: Call): CacheMode {
  const value = call.header('x-l0-cache')?.trim().toLowerCase()
  if (value === undefined || value === '') return 'on'
  if (value === 'off' || value === 'only') return value
  throw invalidInput('x-l0-cache', 'must be "off" or "only"')
}

function readNormalizers(call: Call): NormalizerStep[] | null {
  const value = call.header('x-l0-normalizer')
  if (value === null || value.trim() === '') return null
  const named = z.array(NormalizerStep).safeParse(value.split(',').map((name) => name.trim()))
  if (named.success) return named.data
  throw invalidInput('x-l0-normalizer', `must be some of ${NormalizerStep.options.join(', ')}`)
}

function readScope(call: Call): string | null {
  const value = call.header('x-l0-scope')
  if (value === null || value === '') return null
  const scope = ScopeName.safeParse(value)
  if (scope.success) return scope.data
  throw invalidInput('x-l0-scope', scope.error.issues[0]?.message ?? 'is not a scope')
}

/**
 * One request and its reply, as both doors see them: Next's route handlers (web `Request`) and the
 * production server (Node's streams). Nothing here depends on either.
 */
export type Call = {
  method: string
  /** Path without query. */
  path: string
  query: URLSearchParams
  /** Values of `[name]` segments. */
  params: Record<string, string>
  header(name: string): string | null
  /** Reads the whole body once; throws `payload_too_large` beyond `limitBytes`. */
  body(limitBytes: number): Promise<Buffer>
  /** Address of the peer, or of the client where a trusted proxy says so. */
  remote: string
  /** Aborted when the client goes away. */
  signal: AbortSignal
  requestId: string
}

export type ReplyBody = string | Uint8Array | AsyncIterable<string | Uint8Array> | null

export type Reply = {
  status: number
  headers: Record<string, string | string[]>
  body: ReplyBody
  /** Sent after a streamed body by the production door (RFC 9110 §6.5); Next's door cannot. */
  trailers?: { names: string; values(): Record<string, string> } | undefined
  /** Runs after the reply has left; never slows it, and its failure is logged, not returned. */
  after?: () => Promise<void>
}

export function json(value: unknown, status = 200, headers: Record<string, string> = {}): Reply {
  const reply = jsonText(JSON.stringify(value), status)
  Object.assign(reply.headers, headers)
  return reply
}

/** Text that is JSON already. */
export function jsonText(body: string, status = 200): Reply {
  return { status, headers: { 'content-type': 'application/json', 'cache-control': 'no-store' }, body }
}

export function isReply(value: unknown): value is Reply {
  return (
    typeof value === 'object' && value !== null && 'status' in value && 'headers' in value && 'body' in value
  )
}

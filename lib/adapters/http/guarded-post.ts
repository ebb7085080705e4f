import dns from 'node:dns/promises'
import http from 'node:http'
import https from 'node:https'
import net from 'node:net'
import { isCallable, type AllowedRanges } from './public-address'

export type GuardedPost = {
  url: URL
  /** GET sends no body. */
  method?: 'GET' | 'POST'
  headers: Record<string, string>
  body: string
  /** From the first look at the name to the last byte of the reply. */
  deadlineMs: number
  maxReplyBytes: number
  allowed: AllowedRanges
  /** Tests look names up elsewhere. */
  resolve?: (hostname: string) => Promise<{ address: string; family: number }[]>
}

export type GuardedReply = { status: number; body: string }

/** Why a URL a customer gave was not called, or did not answer as it must. */
export class RefusedCall extends Error {
  constructor(
    readonly why: 'url' | 'address' | 'deadline' | 'too_large' | 'connection',
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause })
    this.name = 'RefusedCall'
  }
}

/**
 * POSTs to (or GETs) a URL that somebody else chose, without becoming their way into this network: the name is resolved
 * once, every address must be callable, and the connection goes to exactly the address that was checked (a
 * second answer of a rebinding name server is never asked for). Redirects are not followed.
 */
export async function guardedPost(post: GuardedPost): Promise<GuardedReply> {
  requireUrl(post)
  const startedMs = performance.now()
  const addresses = await withDeadline(post.deadlineMs, lookUp(post))
  const refused = addresses.find(({ address }) => !isCallable(address, post.allowed))
  const [target] = addresses
  if (!target || refused)
    throw new RefusedCall('address', `${post.url.hostname} is not at an address that may be called.`)
  const leftMs = Math.max(1, post.deadlineMs - (performance.now() - startedMs))
  return exchange(post, target, leftMs)
}

/** What can be said of a URL without a look at the network; throws `RefusedCall`. */
export function requireUrl({ url, allowed }: Pick<GuardedPost, 'url' | 'allowed'>): void {
  if (url.username || url.password) throw new RefusedCall('url', 'A URL with credentials is not called.')
  const literal = literalOf(url)
  if (literal && !isCallable(literal, allowed))
    throw new RefusedCall('address', `${url.hostname} is not an address that may be called.`)
  if (url.protocol === 'https:') return
  // Plain text only where an operator allowed the very network.
  if (url.protocol === 'http:' && allowed.length > 0) return
  throw new RefusedCall('url', 'Only https URLs are called.')
}

function literalOf(url: URL): string | null {
  const bare = url.hostname.replace(/^\[|\]$/g, '')
  return net.isIP(bare) ? bare : null
}

async function lookUp({ url, resolve }: GuardedPost): Promise<{ address: string; family: number }[]> {
  const literal = literalOf(url)
  if (literal) return [{ address: literal, family: net.isIP(literal) }]
  try {
    return await (resolve ?? ((name) => dns.lookup(name, { all: true, verbatim: true })))(url.hostname)
  } catch (error) {
    throw new RefusedCall('connection', `${url.hostname} could not be found.`, error)
  }
}

function exchange(
  post: GuardedPost,
  target: { address: string; family: number },
  leftMs: number,
): Promise<GuardedReply> {
  const client = post.url.protocol === 'https:' ? https : http
  const body = Buffer.from(post.body, 'utf8')
  return new Promise((resolve, reject) => {
    const request = client.request(post.url, {
      method: post.method ?? 'POST',
      agent: false, // a pooled connection may lead to an address checked for another call
      // The certificate is checked against the name; the connection goes to the address.
      lookup: (_name, options, done) =>
        options.all ? done(null, [target]) : done(null, target.address, target.family),
      headers: {
        ...post.headers,
        ...(post.method === 'GET' ? {} : { 'content-length': String(body.length) }),
        'accept-encoding': 'identity',
      },
    })
    // Rejected at once: a request that is destroyed late may still end as if nothing had happened.
    const fail = (error: RefusedCall) => {
      reject(error)
      request.destroy(error)
    }
    const timer = setTimeout(() => fail(new RefusedCall('deadline', 'No reply within the deadline.')), leftMs)
    request.once('close', () => clearTimeout(timer))
    request.on('error', (error) => reject(asRefused(error)))
    request.once('response', (response) => {
      const chunks: Buffer[] = []
      let size = 0
      response.on('data', (chunk: Buffer) => {
        size += chunk.length
        chunks.push(chunk)
        if (size > post.maxReplyBytes)
          fail(new RefusedCall('too_large', `The reply is larger than ${post.maxReplyBytes} bytes.`))
      })
      response.on('error', (error) => reject(asRefused(error)))
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }),
      )
    })
    request.end(post.method === 'GET' ? undefined : body)
  })
}

function asRefused(error: unknown): RefusedCall {
  if (error instanceof RefusedCall) return error
  return new RefusedCall('connection', error instanceof Error ? error.message : 'failed', error)
}

async function withDeadline<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new RefusedCall('deadline', 'The name was not found within the deadline.')),
      ms,
    )
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

import ipaddr from 'ipaddr.js'
import { L0Error } from '@/lib/kernel/errors'
import { minuteMs, secondMs, type Clock } from '@/lib/kernel/time'
import { apiKeyHash, apiKeyPrefix } from './api-key-format'
import type { ApiKeyDirectory, ApiKeyRecord } from './ports'
import type { KeyPrincipal } from './schema'

/** A key is trusted this long without asking the database. */
const freshMs = 5 * secondMs
/** A key that does not exist is refused this long without asking. */
const negativeMs = 1 * secondMs
/** While the database does not answer, keys seen this recently stay valid: hits must not die with it. */
const staleMs = 10 * minuteMs
/** A call waits no longer than this for a re-check of a key that was valid a moment ago. */
const recheckDeadlineMs = 50
/** Bounds of what is remembered; what was read longest ago goes first. Made-up keys cannot push out real ones. */
const maxValid = 10_000
const maxInvalid = 1_000

type Remembered = {
  prefix: string
  workspaceId: string
  principal: KeyPrincipal | null
  /** Milliseconds; Infinity for a key without an expiry. */
  expiresAt: number
  ranges: [ipaddr.IPv4 | ipaddr.IPv6, number][]
  readAt: number
  /** After a failed or late re-check, the next one waits until here. */
  recheckAt: number
  /** Nobody had used it when it was read. */
  neverUsed: boolean
}

export type KeyRing = {
  /** The principal of a key that is known, fresh and allowed from there; null when `authenticate` must decide. */
  peek(key: string, remote: string): KeyPrincipal | null
  /**
   * The principal of a presented key. Throws `unauthenticated`, `forbidden` for an address off the
   * key's list, or `unavailable` for an unknown key while the database is away. A warm call is one
   * SHA-256 and one map look-up.
   */
  authenticate(key: string, remote: string): Promise<KeyPrincipal>
  /** Forgets a key by prefix, or every key of a workspace. */
  invalidate(prefixOrWorkspaceId: string): void
  /** Writes pending times of last use. */
  flush(): Promise<void>
}

/**
 * Recently seen keys, in this process. The map is keyed by the key's SHA-256, so a look-up compares
 * no secret byte by byte, and a memory dump of the map gives no key away.
 */
export function makeKeyRing(parts: {
  directory: ApiKeyDirectory
  clock: Clock
  /** A key that was right came from an address off its list. */
  onRefusedAddress?: (principal: KeyPrincipal, remote: string) => void
  /** A key was used for the first time ever: somebody may be waiting to see that. */
  onFirstUse?: () => void
}): KeyRing {
  const valid = new Map<string, Remembered>()
  const invalid = new Map<string, Remembered>()
  const loading = new Map<string, Promise<Remembered>>()
  const used = new Map<string, Date>()

  const load = (key: string, prefix: string, hash: string): Promise<Remembered> => {
    let pending = loading.get(hash)
    if (pending) return pending
    pending = read(parts.directory, prefix, hash, parts.clock)
      .then((entry) => {
        // An invalidation that came while reading wins: what was read may be older than it.
        if (loading.get(hash) !== pending) return entry
        valid.delete(hash)
        if (entry.principal) put(valid, maxValid, hash, entry)
        else put(invalid, maxInvalid, hash, entry)
        return entry
      })
      .finally(() => {
        if (loading.get(hash) === pending) loading.delete(hash)
      })
    loading.set(hash, pending)
    return pending
  }

  const find = async (key: string, hash: string, known: Remembered | undefined, now: number) => {
    const prefix = known?.prefix ?? apiKeyPrefix(key)
    if (!prefix) throw refused()
    const reading = load(key, prefix, hash)
    const trusted = known?.principal && now - known.readAt < staleMs ? known : null
    if (!trusted) return reading.catch((cause) => Promise.reject(unavailable(cause)))
    const read = await within(reading, recheckDeadlineMs)
    if (read) return read
    trusted.recheckAt = now + secondMs
    return trusted
  }

  return {
    peek: (key, remote) => {
      const entry = valid.get(apiKeyHash(key))
      const at = parts.clock.now()
      const now = at.getTime()
      if (!entry?.principal || !isFresh(entry, now) || now >= entry.expiresAt) return null
      if (entry.ranges.length > 0 && !isAllowed(remote, entry.ranges)) return null
      used.set(entry.principal.key_id, at)
      return entry.principal
    },
    authenticate: async (key, remote) => {
      const hash = apiKeyHash(key)
      const at = parts.clock.now()
      const now = at.getTime()
      let entry = valid.get(hash) ?? invalid.get(hash)
      if (!entry || !isFresh(entry, now)) entry = await find(key, hash, entry, now)
      const { principal } = entry
      if (!principal || now >= entry.expiresAt) throw refused()
      if (entry.ranges.length > 0 && !isAllowed(remote, entry.ranges)) {
        parts.onRefusedAddress?.(principal, remote)
        throw new L0Error('forbidden', 'This API key may not be used from this address.')
      }
      used.set(principal.key_id, at)
      if (entry.neverUsed) {
        entry.neverUsed = false
        parts.onFirstUse?.()
      }
      return principal
    },
    invalidate: (which) => {
      for (const [hash, entry] of valid) {
        if (entry.prefix === which || entry.workspaceId === which) valid.delete(hash)
      }
      invalid.clear()
      loading.clear()
    },
    flush: async () => {
      if (used.size === 0) return
      const times = new Map(used)
      used.clear()
      await parts.directory.markUsed(times)
    },
  }
}

function isFresh(entry: Remembered, now: number): boolean {
  return now - entry.readAt < (entry.principal ? freshMs : negativeMs) || now < entry.recheckAt
}

async function read(
  directory: ApiKeyDirectory,
  prefix: string,
  hash: string,
  clock: Clock,
): Promise<Remembered> {
  const record = await directory.findByPrefix(prefix)
  const readAt = clock.now().getTime()
  const right = record !== null && record.secret_hash === hash && record.revoked_at === null
  return {
    prefix,
    workspaceId: right ? record.workspace_id : '',
    principal: right ? toPrincipal(record) : null,
    expiresAt: right && record.expires_at ? Date.parse(record.expires_at) : Infinity,
    ranges: right ? record.allowed_cidrs.map((cidr) => ipaddr.parseCIDR(cidr)) : [],
    readAt,
    recheckAt: 0,
    neverUsed: right && record.last_used_at === null,
  }
}

function toPrincipal(record: ApiKeyRecord): KeyPrincipal {
  return Object.freeze({
    kind: 'api_key' as const,
    key_id: record.id,
    workspace_id: record.workspace_id,
    scopes: record.scopes,
    label: record.name,
    rate_per_minute: record.rate_per_minute,
  })
}

function put(map: Map<string, Remembered>, bound: number, hash: string, entry: Remembered) {
  map.delete(hash)
  if (map.size >= bound) {
    const oldest = map.keys().next()
    if (!oldest.done) map.delete(oldest.value)
  }
  map.set(hash, entry)
}

/** The result, or null when it failed or is late; the work goes on either way. */
async function within<T>(work: Promise<T>, ms: number): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => (timer = setTimeout(resolve, ms, null)))
  try {
    return await Promise.race([work.catch(() => null), late])
  } finally {
    clearTimeout(timer)
  }
}

function isAllowed(remote: string, ranges: Remembered['ranges']): boolean {
  if (!ipaddr.isValid(remote)) return false
  // ::ffff:10.0.0.1 is 10.0.0.1: sockets that listen on both families show it so.
  const address = ipaddr.process(remote)
  return ranges.some(([range, bits]) => range.kind() === address.kind() && address.match(range, bits))
}

function refused(): L0Error {
  return new L0Error('unauthenticated', 'This API key is not valid.')
}

function unavailable(cause: unknown): L0Error {
  return new L0Error('unavailable', 'API keys cannot be checked at this moment. Try again in a second.', {
    retryAfterSeconds: 1,
    cause,
  })
}

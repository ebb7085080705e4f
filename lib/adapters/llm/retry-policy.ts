export type RetryPolicy = {
  /** Attempts after the first. */
  retries: number
  baseMs: number
  /** A longer `retry-after` is the caller's to wait for, not ours. */
  maxWaitMs: number
}

const retryable = new Set([408, 409, 429, 500, 502, 503, 504, 529])

/** Could the same request succeed a moment later? `x-should-retry` is the vendor's own word for it. */
export function isRetryable(status: number, headers: Record<string, string>): boolean {
  if (headers['x-should-retry'] === 'true') return true
  if (headers['x-should-retry'] === 'false') return false
  return retryable.has(status)
}

/**
 * Milliseconds to wait before attempt `attempt` (1 = first retry), or null when it is not to be made. What
 * the vendor asks for is honoured; otherwise exponential with full jitter. `random` is in [0, 1).
 */
export function retryWaitMs(
  policy: RetryPolicy,
  attempt: number,
  headers: Record<string, string>,
  random: number,
): number | null {
  if (attempt > policy.retries) return null
  const asked = askedWaitMs(headers)
  if (asked !== null) return asked <= policy.maxWaitMs ? asked : null
  return Math.min(policy.maxWaitMs, policy.baseMs * 2 ** (attempt - 1)) * random
}

/** `retry-after-ms`, else `retry-after` in seconds (dates are left to the caller's own client). */
function askedWaitMs(headers: Record<string, string>): number | null {
  const ms = Number(headers['retry-after-ms'] ?? NaN)
  if (Number.isFinite(ms) && ms >= 0) return ms
  const text = headers['retry-after']
  if (text === undefined) return null
  const seconds = Number(text)
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : Infinity
}

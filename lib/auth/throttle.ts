import { dayMs, minuteMs, secondMs } from '@/lib/kernel/time'

/**
 * How guessing is slowed: `free` attempts, then a wait that doubles from `baseMs` up to `capMs`.
 * There is no lock for good, or anyone could lock anyone out (OWASP ASVS 5.0, 6.3.1).
 */
export type ThrottleRule = { free: number; baseMs: number; capMs: number }

/** One account from one address: the ordinary case of somebody guessing, or mistyping. */
export const pairRule: ThrottleRule = { free: 5, baseMs: secondMs, capMs: 15 * minuteMs }
/** One account from everywhere: a botnet. The cap is low, so that it cannot keep the owner out. */
export const accountRule: ThrottleRule = { free: 20, baseMs: secondMs, capMs: minuteMs }
/** One address, many accounts: a list of leaked passwords. Offices share addresses, so more is free. */
export const addressRule: ThrottleRule = { free: 50, baseMs: secondMs, capMs: 15 * minuteMs }
/** Six digits behind a password that was right: at the cap, guessing one takes years. */
export const secondFactorRule: ThrottleRule = { free: 5, baseMs: secondMs, capMs: 15 * minuteMs }

/** Failures older than this are forgotten. */
const throttleMemoryMs = dayMs

export type ThrottleState = { failures: number; blocked_till: Date; updated_at: Date }

/** Wait after the n-th failure in a row, in milliseconds; 0 while attempts are free. */
export function backoffMs(failures: number, rule: ThrottleRule): number {
  if (failures < rule.free) return 0
  return Math.min(rule.capMs, rule.baseMs * 2 ** Math.min(failures - rule.free, 40))
}

/**
 * The state after one more attempt, or the wait until one is allowed. An attempt counts as a failure
 * before its outcome is known (a success clears the count), so that attempts in parallel cannot all
 * slip through before the first failure is written.
 */
export function takeAttempt(
  state: ThrottleState | null,
  rule: ThrottleRule,
  now: Date,
): { allowed: true; waitSeconds: number; next: ThrottleState } | { allowed: false; waitSeconds: number } {
  const waitMs = state ? state.blocked_till.getTime() - now.getTime() : 0
  // A wait longer than the rule knows was written by a clock that has been set back since.
  if (waitMs > 0 && waitMs <= rule.capMs) return { allowed: false, waitSeconds: Math.ceil(waitMs / secondMs) }
  const remembered = state && now.getTime() - state.updated_at.getTime() < throttleMemoryMs
  const failures = (remembered ? state.failures : 0) + 1
  const nextMs = backoffMs(failures, rule)
  const next = { failures, blocked_till: new Date(now.getTime() + nextMs), updated_at: now }
  return { allowed: true, waitSeconds: Math.ceil(nextMs / secondMs), next }
}

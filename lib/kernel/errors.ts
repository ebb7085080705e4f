/**
 * Everything that can be refused, by stable code. HTTP status numbers are mapped in one
 * place only (`lib/server/http/problems.ts`).
 */
export const errorCodes = [
  'invalid_input',
  'unsupported_media_type',
  'payload_too_large',
  'unauthenticated',
  'mfa_required',
  'mfa_enrolment_required',
  'step_up_required',
  'forbidden',
  'csrf_rejected',
  'not_found',
  'method_not_allowed',
  'conflict',
  'already_decided',
  'content_changed',
  'claim_lost',
  'rate_limited',
  'overloaded',
  'unavailable',
  'timeout',
  'upstream_error',
  'plan_limit',
  'internal',
] as const
export type ErrorCode = (typeof errorCodes)[number]

export type FieldIssue = { field: string; message: string }

export type L0ErrorInit = {
  /** Which input fields are wrong, as dotted paths. */
  fields?: FieldIssue[]
  retryAfterSeconds?: number
  /** Extra, non-secret members for the problem body. */
  extra?: Record<string, unknown>
  cause?: unknown
}

const brand = Symbol.for('l0.error')

/** A refusal with a stable code and a sentence a person can act on. */
export class L0Error extends Error {
  readonly [brand] = true
  readonly code: ErrorCode
  readonly fields: FieldIssue[]
  readonly retryAfterSeconds: number | undefined
  readonly extra: Record<string, unknown>

  constructor(code: ErrorCode, message: string, init: L0ErrorInit = {}) {
    super(message, init.cause === undefined ? undefined : { cause: init.cause })
    this.name = 'L0Error'
    this.code = code
    this.fields = init.fields ?? []
    this.retryAfterSeconds = init.retryAfterSeconds
    this.extra = init.extra ?? {}
  }
}

/**
 * True for an `L0Error` made by any copy of this module: the server entry and Next's bundle
 * each load their own, so `instanceof` would lie.
 */
export function isL0Error(error: unknown): error is L0Error {
  return typeof error === 'object' && error !== null && brand in error
}

export function invalidInput(field: string, message: string): L0Error {
  return new L0Error('invalid_input', `${field}: ${message}`, { fields: [{ field, message }] })
}

export function notFound(what: string): L0Error {
  return new L0Error('not_found', `${what} was not found.`)
}

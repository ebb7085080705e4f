import { isL0Error, L0Error, type ErrorCode } from '@/lib/kernel/errors'
import type { Reply } from './call'

/** The only place that knows HTTP status numbers of errors. */
const statusOf: Record<ErrorCode, number> = {
  invalid_input: 422,
  unsupported_media_type: 415,
  payload_too_large: 413,
  unauthenticated: 401,
  mfa_required: 403,
  mfa_enrolment_required: 403,
  step_up_required: 403,
  forbidden: 403,
  csrf_rejected: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  already_decided: 409,
  content_changed: 409,
  claim_lost: 409,
  rate_limited: 429,
  overloaded: 503,
  unavailable: 503,
  timeout: 504,
  upstream_error: 502,
  plan_limit: 402,
  internal: 500,
}

export type ErrorStyle = 'problem' | 'anthropic' | 'openai'

/** Anything thrown, as an `L0Error`. What was not foreseen tells the caller nothing of the inside. */
export function toL0Error(error: unknown): L0Error {
  if (isL0Error(error)) return error
  return new L0Error('internal', 'Something went wrong on our side. The request id helps us to find it.', {
    cause: error,
  })
}

/** An error as the reply its route promises: RFC 9457, or the vendor's own shape. */
export function errorReply(error: L0Error, style: ErrorStyle, requestId: string): Reply {
  const badJson = error.code === 'invalid_input' && error.extra.malformed === true
  const status = badJson || style !== 'problem' ? vendorStatus(error, style, badJson) : statusOf[error.code]
  const headers: Record<string, string> = {
    'content-type': style === 'problem' ? 'application/problem+json' : 'application/json',
    'cache-control': 'no-store',
  }
  if (error.retryAfterSeconds !== undefined)
    headers['retry-after'] = String(Math.ceil(error.retryAfterSeconds))
  if (error.code === 'unauthenticated') headers['www-authenticate'] = 'Bearer'
  return { status, headers, body: JSON.stringify(bodies[style](error, status, requestId)) }
}

function vendorStatus(error: L0Error, style: ErrorStyle, badJson: boolean): number {
  if (badJson) return 400
  if (error.code === 'invalid_input') return 400
  if (style === 'anthropic' && error.code === 'overloaded') return 529
  return statusOf[error.code]
}

const anthropicTypes: Record<number, string> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  504: 'timeout_error',
  529: 'overloaded_error',
}

const bodies: Record<ErrorStyle, (error: L0Error, status: number, requestId: string) => unknown> = {
  problem: (error, status, requestId) => ({
    type: `https://l0cache.dev/problems/${error.code}`,
    title: titleOf(error.code),
    status,
    code: error.code,
    detail: error.message,
    ...(error.fields.length > 0 ? { errors: error.fields } : {}),
    ...error.extra,
    request_id: requestId,
  }),
  anthropic: (error, status, requestId) => ({
    type: 'error',
    error: { type: anthropicTypes[status] ?? 'api_error', message: error.message },
    request_id: requestId,
  }),
  openai: (error, status) => ({
    error: {
      message: error.message,
      type: status === 429 ? 'rate_limit_error' : status < 500 ? 'invalid_request_error' : 'server_error',
      param: error.fields[0]?.field ?? null,
      code: error.code,
    },
  }),
}

function titleOf(code: ErrorCode): string {
  const words = code.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

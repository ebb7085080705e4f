import type { RequestOrigin } from '@/lib/auth/ports'
import type { Call } from '../http/call'

/** Where a call came from, for throttling and the audit log. */
export function requestOrigin(call: Call): RequestOrigin {
  return { request_id: call.requestId, address: call.remote, user_agent: call.header('user-agent') }
}

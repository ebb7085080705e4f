import type { KeyPrincipal } from '@/lib/auth/schema'
import { L0Error } from '@/lib/kernel/errors'
import type { Call } from '../http/call'
import type { Container } from '../container'

/**
 * The key of `Authorization: Bearer` or `x-api-key`. Throws `unauthenticated`, `forbidden` for an
 * address off the key's list, or `unavailable` when the database is away and the key is not known.
 */
export async function authenticateKey(call: Call, app: Container): Promise<KeyPrincipal> {
  const key = presentedKey(call)
  if (key) return app.auth.keyRing.authenticate(key, call.remote)
  throw new L0Error(
    'unauthenticated',
    'Send an API key as "Authorization: Bearer l0_…" or "x-api-key: l0_…".',
  )
}

const bearer = /^bearer /i

/** The same for a key seen a moment ago, without a promise; null when `authenticateKey` must decide. */
export function knownKey(call: Call, app: Container): KeyPrincipal | null {
  const key = presentedKey(call)
  return key ? app.auth.keyRing.peek(key, call.remote) : null
}

function presentedKey(call: Call): string | null {
  const authorization = call.header('authorization')
  if (!authorization) return call.header('x-api-key')
  return bearer.test(authorization) ? authorization.slice(7).trim() : null
}

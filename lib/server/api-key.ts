import type { KeyPrincipal } from '@/lib/auth/schema'
import { L0Error } from '@/lib/kernel/errors'
import type { Call } from './call'
import type { Container } from './container'

/** The key of `Authorization: Bearer` or `x-api-key`; throws `unauthenticated`. */
export async function authenticateKey(_call: Call, _app: Container): Promise<KeyPrincipal> {
  throw new L0Error('unauthenticated', 'Send an API key.')
}

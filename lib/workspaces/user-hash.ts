import { hmacBase64Url } from '@/lib/kernel/hash'

/** A user reference as it is kept: blinded by the workspace's salt, so that it can be found but not read. */
export function hashUserRef(salt: string, userRef: string): string {
  return hmacBase64Url(Buffer.from(salt), userRef)
}

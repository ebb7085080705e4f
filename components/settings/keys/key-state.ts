import type { Tone } from '@/components/ui/badge'
import type { ApiKeyView } from '@/lib/auth/schema'

const soonMs = 14 * 86_400_000

/** What a key is good for at `atMs`. */
export function keyState(key: ApiKeyView, atMs: number): { live: boolean; word: string; tone: Tone } {
  if (key.revoked_at) return { live: false, word: 'Revoked', tone: 'neutral' }
  const left = key.expires_at ? Date.parse(key.expires_at) - atMs : Infinity
  if (left <= 0) return { live: false, word: 'Expired', tone: 'neutral' }
  if (left < soonMs) return { live: true, word: 'Expires soon', tone: 'warn' }
  return { live: true, word: 'Live', tone: 'good' }
}

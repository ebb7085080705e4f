import type { TemplateSlot } from '@/lib/entries/schema'
import { sha256Hex } from '@/lib/kernel/hash'

export type Content = { key: string; scope: string; answer: string; slots: readonly TemplateSlot[] }

/**
 * What a vote is about: SHA-256 (hex) over everything that decides what will be served and where.
 * Whatever changes one of these makes earlier votes about something else.
 */
export function contentHash({ key, scope, answer, slots }: Content): string {
  const parts = slots
    .map((slot) => [slot.name, slot.type, slot.required, slot.answer_determining] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return sha256Hex(JSON.stringify(['l0-content/1', scope, key, answer, parts]))
}

import type { Finding, FindingSeverity } from '@/lib/safety/schema'
import { placeholdersOf } from '@/lib/safety/template'

export type Piece = {
  text: string
  start: number
  slot: string | null
  /** Findings that touch this piece, gravest first. */
  findings: Finding[]
}

const gravity: Record<FindingSeverity, number> = { block: 3, high: 2, warn: 1, info: 0 }

/**
 * Cuts a template at the borders of slots and findings, so that each piece has one look. Joined, the
 * pieces are the template; ranges beyond its end (an older text) are cut off.
 */
export function annotate(template: string, findings: readonly Finding[]): Piece[] {
  const slots = placeholdersOf(template)
  const marks = findings.filter((finding) => finding.end > finding.start && finding.start < template.length)
  const borders = new Set([0, template.length])
  for (const { start, end } of [...slots, ...marks]) borders.add(start).add(Math.min(end, template.length))
  // A slot is never cut: its chip is one thing.
  const cuts = [...borders]
    .filter((at) => !slots.some((slot) => at > slot.start && at < slot.end))
    .sort((a, b) => a - b)
  return cuts.slice(0, -1).map((start, index) => {
    const end = cuts[index + 1]!
    return {
      text: template.slice(start, end),
      start,
      slot: slots.find((slot) => slot.start === start)?.name ?? null,
      findings: marks
        .filter((finding) => finding.start < end && finding.end > start)
        .sort((a, b) => gravity[b.severity] - gravity[a.severity]),
    }
  })
}

import type { Proposal } from '@/lib/proposals/schema'

export type QueueLine =
  | { kind: 'group'; key: string; ids: string[]; questions: number; open: boolean }
  | { kind: 'item'; proposal: Proposal; nested: boolean }

/**
 * Lines of the queue: proposals of one intent stand together where its first one stood, under a
 * heading when there are several. The order is otherwise the server's.
 */
export function groupProposals(proposals: readonly Proposal[], closed: ReadonlySet<string>): QueueLine[] {
  const groups = new Map<string, Proposal[]>()
  for (const proposal of proposals) {
    const group = groups.get(proposal.key)
    if (group) group.push(proposal)
    else groups.set(proposal.key, [proposal])
  }
  const lines: QueueLine[] = []
  for (const [key, members] of groups) {
    const several = members.length > 1
    const open = !closed.has(key)
    if (several) {
      const questions = members.reduce((sum, member) => sum + member.count, 0)
      lines.push({ kind: 'group', key, ids: members.map((member) => member.id), questions, open })
    }
    if (several && !open) continue
    for (const proposal of members) lines.push({ kind: 'item', proposal, nested: several })
  }
  return lines
}

/** The same order as ids: what "next" means on the review page. */
export function reviewOrder(proposals: readonly Proposal[]): string[] {
  return groupProposals(proposals, new Set()).flatMap((line) =>
    line.kind === 'item' ? [line.proposal.id] : [],
  )
}

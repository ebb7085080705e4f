import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Proposal } from '@/lib/proposals/schema'
import { groupProposals, reviewOrder } from './group-proposals'

function proposal(id: string, key: string): Proposal {
  return { id, key, count: 2 } as Proposal
}

const queue = [proposal('1', 'a'), proposal('2', 'b'), proposal('3', 'a'), proposal('4', 'c')]

describe('groupProposals', () => {
  it('puts proposals of one intent together where the first one stood', () => {
    expect(reviewOrder(queue)).toEqual(['1', '3', '2', '4'])
  })

  it('gives a heading only to intents with several proposals', () => {
    const headings = groupProposals(queue, new Set()).filter((line) => line.kind === 'group')
    expect(headings).toEqual([{ kind: 'group', key: 'a', ids: ['1', '3'], questions: 4, open: true }])
  })

  it('hides the members of a closed group but not the group', () => {
    const lines = groupProposals(queue, new Set(['a']))
    expect(lines.map((line) => (line.kind === 'group' ? line.key : line.proposal.id))).toEqual([
      'a',
      '2',
      '4',
    ])
  })

  it('never loses or doubles a proposal', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'c', 'd')), (keys) => {
        const all = keys.map((key, index) => proposal(String(index), key))
        expect(reviewOrder(all).sort()).toEqual(all.map((one) => one.id).sort())
      }),
    )
  })
})

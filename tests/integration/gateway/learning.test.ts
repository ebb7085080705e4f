import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { GatewayMiss } from '@/lib/gateway/ports'
import { composeMisses, type MissServices } from '@/lib/server/compose/misses'
import { makeTestApp, type TestApp } from '../../support/app'

let test: TestApp
let misses: MissServices
beforeAll(async () => {
  test = await makeTestApp()
  const { app } = test
  misses = composeMisses(app, {
    review: app.review.review,
    lookup: app.lookup,
    recordMisses: app.normalization.recordMisses,
  })
})
afterAll(() => test.app.close())

const missed = (change: Partial<GatewayMiss> = {}): GatewayMiss => ({
  workspace_id: test.workspaceId,
  scope: 'default',
  key: 'opening_hours',
  reason: 'not_cached',
  query: 'when are you open',
  canonical: 'when are you open',
  entities: [],
  model: 'test-model',
  model_answer: 'From nine to six.',
  proposed_answer: 'From nine to six.',
  stop_reason: 'end_turn',
  user_ref: null,
  input_tokens: 5,
  output_tokens: 5,
  would_serve: null,
  ...change,
})

const proposalOf = (key: string) =>
  test.app.db.prisma.proposal.findFirstOrThrow({
    where: { workspace_id: test.workspaceId, key },
    include: { samples: { orderBy: { count: 'desc' } } },
  })

describe('many misses at once', () => {
  it('are all counted, in one proposal and in one row for each masked text', async () => {
    const all = Array.from({ length: 60 }, (_, i) =>
      misses.record(i % 3 === 0 ? missed({ query: 'open today?', canonical: 'open today' }) : missed()),
    )
    await Promise.all(all)
    const proposal = await proposalOf('opening_hours')
    expect(proposal.count).toBe(60)
    expect(proposal.samples.map(({ text, count }) => [text, count])).toEqual([
      ['when are you open', 40],
      ['open today?', 20],
    ])
    const rows = await test.app.db.prisma.miss.findMany({
      where: { workspace_id: test.workspaceId, key: 'opening_hours' },
      orderBy: { count: 'desc' },
    })
    expect(rows.map(({ masked_text, count }) => [masked_text, count])).toEqual([
      ['when are you open', 40],
      ['open today', 20],
    ])
  })

  it('another answer to the same key is a sample that shows it, not the proposal', async () => {
    const other = missed({ key: 'parking', query: 'where to park', proposed_answer: 'Behind the house.' })
    const first = missed({ key: 'parking', query: 'is there parking', proposed_answer: 'In front of it.' })
    await misses.record(first)
    await Promise.all([misses.record(other), misses.record(other)])
    const proposal = await proposalOf('parking')
    expect(proposal).toMatchObject({ answer: 'In front of it.', count: 3 })
    expect(proposal.samples.map(({ answer, count }) => [answer, count])).toEqual([
      ['Behind the house.', 2],
      ['In front of it.', 1],
    ])
  })

  it('one that cannot be stored costs the others nothing', async () => {
    const broken = missed({ key: 'k'.repeat(5_000), query: 'broken' })
    await Promise.allSettled([
      misses.record(missed({ key: 'vouchers', query: 'first' })),
      misses.record(broken),
      misses.record(missed({ key: 'vouchers', query: 'second' })),
    ])
    expect((await proposalOf('vouchers')).count).toBe(2)
  })
})

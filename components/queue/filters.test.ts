import { describe, expect, it } from 'vitest'
import { ProposalQuery } from '@/lib/proposals/schema'
import { noFilters, readFilters, toQuery, writeFilters, type QueueFilters } from './filters'

const full: QueueFilters = {
  tab: 'blocked',
  outcome: 'rejected',
  key: 'cancel_order',
  risk: 'high',
  finding: 'pii.email',
  scope: 'vip',
  age: '24',
  mine: true,
  q: 'order & co',
  sort: 'oldest',
}

describe('queue filters', () => {
  it('survive the way through the address', () => {
    expect(readFilters(new URLSearchParams(writeFilters(full)))).toEqual(full)
  })

  it('leave the plain queue with a plain address', () => {
    expect(writeFilters(noFilters)).toBe('')
  })

  it('ignore what they do not know', () => {
    expect(readFilters(new URLSearchParams('tab=x&risk=huge&sort=1&age=abc'))).toEqual(noFilters)
  })

  it('are a query the API accepts', () => {
    const sent = Object.fromEntries(Object.entries(toQuery(full)).filter(([, value]) => value !== ''))
    expect(ProposalQuery.parse(sent)).toMatchObject({ status: 'blocked', mine: true, older_than_hours: 24 })
  })
})

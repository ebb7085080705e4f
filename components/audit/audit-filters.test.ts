import { describe, expect, test } from 'vitest'
import { noAuditFilters, readAuditFilters, toAuditQuery, writeAuditFilters } from './audit-filters'

describe('audit filters', () => {
  test('the address gives back what was written to it', () => {
    const filters = {
      actor: 'usr_1',
      types: ['policy.changed' as const, 'key.created' as const],
      target: 'ent_1',
      risk: 'high' as const,
      from: '2026-11-01',
      to: '2026-11-02',
    }
    expect(readAuditFilters(new URLSearchParams(writeAuditFilters(filters)))).toEqual(filters)
  })

  test('nonsense in the address is no filter', () => {
    const params = new URLSearchParams('type=nope,&risk=huge&from=yesterday&to=2026-99-99')
    expect(readAuditFilters(params)).toEqual(noAuditFilters)
  })

  test('the last day is whole', () => {
    const query = toAuditQuery({ ...noAuditFilters, from: '2026-11-01', to: '2026-11-01' })
    expect(query).toMatchObject({ from: '2026-11-01T00:00:00.000Z', to: '2026-11-02T00:00:00.000Z' })
  })
})

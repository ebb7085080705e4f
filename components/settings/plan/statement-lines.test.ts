import { describe, expect, it } from 'vitest'
import type { Statement } from '@/lib/usage/statement-schema'
import { exactUsd, statementLines } from './statement-lines'

const statement: Statement = {
  month: '2026-11',
  running: true,
  plan: 'plus',
  requests: 12,
  hits: 10,
  metered_usd: 0.001,
  models: [{ model: 'm', requests: 2, input_tokens: 5, output_tokens: 6, cost_usd: 0.02 }],
  models_usd: 0.02,
  helpers: [{ reason: 'embedding', requests: 1, cost_usd: 0.00000002 }],
  helpers_usd: 0.00000002,
  adjustments: [
    { id: 'adj_1', amount_usd: -0.0005, note: 'Outage', created_by: 'x', created_at: '2026-11-02' },
  ],
  adjustments_usd: -0.0005,
  due_usd: 0.0005,
  saved_usd: 1,
}

describe('a statement’s lines', () => {
  it('are due up to the line that says so, and add up to it', () => {
    const due = statementLines(statement).filter((line) => line.due)
    const total = due.at(-1)!
    expect(total).toMatchObject({ what: 'Due', usd: 0.0005 })
    expect(due.slice(0, -1).reduce((sum, { usd }) => sum + usd, 0)).toBeCloseTo(total.usd, 12)
  })

  it('name every model and helper', () => {
    expect(statementLines(statement).map(({ what }) => what)).toEqual([
      'Hits at the metered price',
      'Outage',
      'Due',
      'Model: m',
      'Embeddings',
    ])
  })

  it('show money exactly', () => {
    expect(exactUsd(1234.5)).toBe('$1,234.50')
    expect(exactUsd(0.00000002)).toBe('$0.00000002')
    expect(exactUsd(-0.0005)).toBe('−$0.0005')
  })
})

import { describe, expect, it } from 'vitest'
import { analyzeLog, type LogReader } from './analyze-log'

const reader: LogReader = {
  mask: (text) => text.replace(/#?\d{4,}/g, '{{order_id}}'),
  canonical: (masked) => (masked.toLowerCase().match(/\{\{\w+\}\}|\w+/g) ?? []).join(' '),
  terms: (canonical) =>
    canonical.split(' ').map((word) => ({ term: word === 'stop' ? 'cancel' : word.replace(/s$/, ''), word })),
}
const settings = {
  top: 1,
  usd_per_1k_requests: 2,
  usd_per_1k_hits: 0.1,
  monthly_requests: 10_000,
  served_share: 0.5,
}
const analyze = (texts: readonly string[], top = 10) =>
  analyzeLog(
    texts.map((text) => ({ text })),
    reader,
    { ...settings, top },
  )

const log = [
  'cancel order 12345',
  'cancel order 99887',
  'please cancel my order #55120',
  'stop order 70011',
  'where is the nearest shop',
  'nearest shop?',
  'do you have a shop near me, the nearest one',
  'opening hours of the shop on sunday',
  'quantum entanglement',
  '',
]

/** A fixed permutation: every row moves, nothing is random. */
const shuffled = (texts: readonly string[], step: number) =>
  texts.map((_, index) => texts[(index * step + 3) % texts.length]!)

describe('analyzeLog', () => {
  it('puts wordings of one wish into one intent, whatever their identifiers and synonyms', () => {
    const [first] = analyze(log).intents
    expect(first).toMatchObject({ rows: 4, share: 0.4, wordings: 3, slots: ['order_id'] })
    expect(first!.key).toContain('order')
  })

  it('shows no identifier anywhere in the result', () => {
    expect(JSON.stringify(analyze(log).intents)).not.toMatch(/\d{5}/)
  })

  it('masks answers before it counts how many there are', () => {
    const rows = log.map((text, index) => ({ text, answer: `Order ${10_000 + index} is cancelled.` }))
    const { intents } = analyzeLog(rows, reader, { ...settings, top: 1 })
    expect(intents[0]!.answers).toEqual({ distinct: 1, rows: 4 })
  })

  it('gives the same result for the same rows in any order', () => {
    const expected = analyze(log)
    for (const step of [3, 7, 9]) expect(analyze(shuffled(log, step))).toEqual(expected)
  })

  it('suggests nothing that was asked fewer than three times', () => {
    expect(analyze(['one thing', 'another matter', 'quantum entanglement']).intents).toEqual([])
  })

  it('reckons hit rate and savings from coverage, the recognised share and both prices', () => {
    const { expected, curve } = analyze(log, 1)
    expect(expected).toMatchObject({ intents: 1, share: 0.4, hit_rate: 0.2 })
    expect(expected.monthly_savings_usd).toBeCloseTo(10_000 * 0.2 * 0.0019, 9)
    expect(curve[0]).toEqual(expected)
  })

  it('covers no less with more intents', () => {
    const shares = analyze(log).curve.map((point) => point.share)
    expect(shares).toEqual([...shares].sort((a, b) => a - b))
  })

  it('answers an empty log with zeros', () => {
    expect(analyze([])).toMatchObject({
      rows: 0,
      unreadable: 0,
      repeat_share: 0,
      intents: [],
      curve: [],
      expected: { intents: 0, share: 0, hit_rate: 0, monthly_savings_usd: 0 },
    })
  })

  it('counts rows with nothing to read, and keeps them in the total', () => {
    expect(analyze(log)).toMatchObject({ rows: 10, unreadable: 1 })
  })
})

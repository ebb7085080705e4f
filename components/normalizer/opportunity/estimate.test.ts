import { expect, it } from 'vitest'
import { analyzeLog } from '@/lib/usage/analyze-log'
import { estimate } from './estimate'

it('says of the largest groups what the report itself says', () => {
  const texts = [
    'cancel order',
    'cancel order now',
    'cancel the order',
    'nearest shop',
    'nearest shop open',
    'shop nearest',
    'hm',
  ]
  const assumptions = {
    usd_per_1k_requests: 2,
    usd_per_1k_hits: 0.1,
    monthly_requests: 90_000,
    served_share: 0.6,
  }
  const reader = {
    mask: (text: string) => text,
    canonical: (text: string) => text,
    terms: (text: string) => text.split(' ').map((word) => ({ term: word, word })),
  }
  const report = analyzeLog(
    texts.map((text) => ({ text })),
    reader,
    { ...assumptions, top: 10 },
  )
  expect(report.intents.length).toBeGreaterThan(1)
  const ours = estimate(report.intents, assumptions, 0.1)
  expect(ours.share).toBeCloseTo(report.expected.share)
  expect(ours.hit_rate).toBeCloseTo(report.expected.hit_rate)
  expect(ours.monthly_savings_usd).toBeCloseTo(report.expected.monthly_savings_usd)
})

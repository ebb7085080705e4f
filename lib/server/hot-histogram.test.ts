import { Histogram, Registry } from 'prom-client'
import { expect, it } from 'vitest'
import { HotHistogram } from './hot-histogram'

it('is read as prom-client’s own histogram is', async () => {
  const [ours, theirs] = [new Registry(), new Registry()]
  const config = { name: 'took_seconds', help: 'Time taken.', buckets: [0.001, 0.01, 0.1] }
  const hot = new HotHistogram(ours, { ...config, label: 'status' })
  const plain = new Histogram({ ...config, labelNames: ['status'], registers: [theirs] })
  for (const [status, value] of [
    ['hit', 0.0005],
    ['hit', 0.001],
    ['hit', 0.5],
    ['miss', 0.01],
    ['hit', 0.05],
  ] as const) {
    hot.observe(status, value)
    plain.labels(status).observe(value)
  }
  expect(await ours.metrics()).toBe(await theirs.metrics())
})

import { Registry } from 'prom-client'
import { expect, it } from 'vitest'
import { HotCounter } from './hot-counter'

it('tells every count, once, when the metrics are asked for', async () => {
  const registry = new Registry()
  const counter = new HotCounter({
    name: 'served_total',
    help: 'Served.',
    labelNames: ['door', 'status'],
    registers: [registry],
  })
  counter.inc('lookup', 'hit')
  counter.inc('lookup', 'hit')
  counter.inc('gateway', 'miss')
  for (const hits of [2, 2]) {
    const text = await registry.metrics()
    expect(text).toContain(`served_total{door="lookup",status="hit"} ${hits}`)
    expect(text).toContain('served_total{door="gateway",status="miss"} 1')
  }
  counter.inc('lookup', 'hit')
  expect(await registry.metrics()).toContain('served_total{door="lookup",status="hit"} 3')
})

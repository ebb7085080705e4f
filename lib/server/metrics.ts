import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'
import { HotCounter } from './hot-counter'
import { HotHistogram } from './hot-histogram'

/** Every metric, by its Prometheus name. Labels never hold text a user typed, nor keys of workspaces. */
export function makeMetrics() {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'l0_' })
  const registers = [registry]
  return {
    registry,
    lookups: new HotCounter({
      name: 'l0_lookups_total',
      help: 'Lookups by outcome.',
      labelNames: ['door', 'status', 'reason'],
      registers,
    }),
    lookupSeconds: new HotHistogram(registry, {
      name: 'l0_lookup_seconds',
      help: 'Time to decide and render a lookup, without the model.',
      label: 'status',
      buckets: [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1],
    }),
    nearCache: new HotCounter({
      name: 'l0_near_cache_total',
      help: 'Near cache reads by outcome.',
      labelNames: ['outcome'],
      registers,
    }),
    hotStoreErrors: new Counter({
      name: 'l0_hot_store_errors_total',
      help: 'Failed or late hot store commands.',
      labelNames: ['command'],
      registers,
    }),
    hotStoreBreaker: new Gauge({
      name: 'l0_hot_store_breaker_open',
      help: '1 while the hot store is not asked.',
      registers,
    }),
    dedicatedStores: new Gauge({
      name: 'l0_dedicated_stores',
      help: 'Workspaces’ own Redis this instance has a connection to, by state: connected, broken.',
      labelNames: ['state'],
      registers,
    }),
    dedicatedStoreErrors: new Counter({
      name: 'l0_dedicated_store_errors_total',
      help: 'Failed or late commands to workspaces’ own Redis.',
      labelNames: ['command'],
      registers,
    }),
    dedicatedOutboxPending: new Gauge({
      name: 'l0_dedicated_outbox_pending',
      help: 'Outbox items for workspaces’ own Redis that have not left.',
      registers,
    }),
    forgedValues: new Counter({
      name: 'l0_forged_values_total',
      help: 'Hot store values whose signature did not hold.',
      registers,
    }),
    upstreamRequests: new Counter({
      name: 'l0_upstream_requests_total',
      help: 'Calls to models by outcome.',
      labelNames: ['provider', 'outcome'],
      registers,
    }),
    upstreamSeconds: new Histogram({
      name: 'l0_upstream_seconds',
      help: 'Time to the end of a model call.',
      labelNames: ['provider'],
      buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120],
      registers,
    }),
    publishes: new Counter({
      name: 'l0_publishes_total',
      help: 'Outbox deliveries by outcome.',
      labelNames: ['outcome'],
      registers,
    }),
    outboxPending: new Gauge({
      name: 'l0_outbox_pending',
      help: 'Outbox items that have not left.',
      registers,
    }),
    droppedAfterWork: new Counter({
      name: 'l0_dropped_after_work_total',
      help: 'Work after a reply that was dropped under load.',
      registers,
    }),
    usageDropped: new Counter({
      name: 'l0_usage_dropped_total',
      help: 'Usage counts lost because they could not be stored.',
      registers,
    }),
    decisions: new Counter({
      name: 'l0_decisions_total',
      help: 'Decisions by verdict.',
      labelNames: ['verdict'],
      registers,
    }),
  }
}
export type Metrics = ReturnType<typeof makeMetrics>

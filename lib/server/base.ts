import type { Logger } from 'pino'
import type { Database } from '@/lib/adapters/postgres/database'
import type { Telemetry } from '@/lib/adapters/telemetry/open-telemetry'
import type { HotStore } from '@/lib/entries/ports'
import type { Env } from '@/lib/env'
import type { Clock } from '@/lib/kernel/time'
import type { Metrics } from './metrics'
import type { Secrets } from './secrets'

/** What every part of the composition is built from. */
export type Base = {
  env: Env
  clock: Clock
  log: Logger
  metrics: Metrics
  secrets: Secrets
  db: Database
  hot: HotStore
  /** Absent unless OTEL_EXPORTER_OTLP_ENDPOINT is set: then nothing of it is even loaded. */
  telemetry?: Telemetry
}

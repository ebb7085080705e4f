import { randomUUID } from 'node:crypto'
import { ROOT_CONTEXT, trace, type Context } from '@opentelemetry/api'
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources'
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { ATTR_SERVICE_NAME, ATTR_SERVICE_VERSION } from '@opentelemetry/semantic-conventions'
import { ATTR_SERVICE_INSTANCE_ID } from '@opentelemetry/semantic-conventions/incubating'
import type { HelperCallFacts } from '@/lib/adapters/llm/helper-model'
import type { ModelCallFacts } from '@/lib/gateway/ports'
import { genAiMetrics } from './gen-ai-metrics'
import { writeHelperSpan, writeSpans } from './write-spans'

export type Telemetry = {
  modelCall(facts: ModelCallFacts): void
  /** Of our own calls: a span and measures, in a trace of their own. */
  helperCall(facts: HelperCallFacts): void
  /** Sends what is left; gives up after three seconds. */
  close(): Promise<void>
}

const closeMs = 3_000
const metricsEveryMs = 60_000

/**
 * Traces and metrics over OTLP/HTTP (JSON) to `<endpoint>/v1/traces` and `/v1/metrics`. The SDK itself
 * reads OTEL_EXPORTER_OTLP_HEADERS, OTEL_TRACES_SAMPLER(_ARG), OTEL_SERVICE_NAME and
 * OTEL_RESOURCE_ATTRIBUTES, as every OpenTelemetry program does. Nothing is registered globally: a
 * library of ours that could trace by itself, texts and all, stays silent.
 */
export function openTelemetry(endpoint: string, metricsMs = metricsEveryMs): Telemetry {
  const base = endpoint.replace(/\/+$/, '')
  const resource = resourceFromAttributes({
    [ATTR_SERVICE_NAME]: 'l0-cache',
    [ATTR_SERVICE_VERSION]: '0.1.0',
    [ATTR_SERVICE_INSTANCE_ID]: randomUUID(),
  }).merge(detectResources({ detectors: [envDetector] }))
  const spans = new BasicTracerProvider({
    resource,
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url: `${base}/v1/traces` }))],
  })
  const reader = new PeriodicExportingMetricReader({
    exporter: new OTLPMetricExporter({ url: `${base}/v1/metrics` }),
    exportIntervalMillis: metricsMs,
  })
  const meters = new MeterProvider({ resource, readers: [reader] })
  const tracer = spans.getTracer('l0-cache')
  const measure = genAiMetrics(meters.getMeter('l0-cache'))
  return {
    modelCall(facts) {
      writeSpans(tracer, facts, contextOf(facts.traceparent))
      measure(facts)
    },
    helperCall(facts) {
      writeHelperSpan(tracer, facts)
      measure({ ...facts, joined: false })
    },
    async close() {
      const done = Promise.allSettled([spans.shutdown(), meters.shutdown()])
      let timer: NodeJS.Timeout | undefined
      await Promise.race([done, new Promise((resolve) => (timer = setTimeout(resolve, closeMs)))])
      clearTimeout(timer)
    },
  }
}

const traceparent = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/

/** The caller's span as parent (W3C Trace Context, level 1); anything malformed starts a trace of its own. */
export function contextOf(header: string | null): Context {
  const match = traceparent.exec(header ?? '')
  const [, traceId = '', spanId = '', flags = ''] = match ?? []
  if (!match || /^0+$/.test(traceId) || /^0+$/.test(spanId)) return ROOT_CONTEXT
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId,
    spanId,
    traceFlags: parseInt(flags, 16) & 1,
    isRemote: true,
  })
}

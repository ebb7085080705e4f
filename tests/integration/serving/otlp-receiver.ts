import http from 'node:http'
import type { AddressInfo } from 'node:net'

type Value = { stringValue?: string; intValue?: number; boolValue?: boolean; doubleValue?: number }
type Attribute = { key: string; value: Value & { arrayValue?: { values: Value[] } } }
export type Span = {
  name: string
  kind: number
  traceId: string
  spanId: string
  parentSpanId?: string
  startTimeUnixNano: string
  endTimeUnixNano: string
  attributes: Attribute[]
  status: { code?: number }
}
type Metric = {
  name: string
  unit: string
  histogram: { dataPoints: { attributes: Attribute[]; sum: number }[] }
}

/** A collector that keeps what it is sent (OTLP/HTTP, JSON). */
export async function startOtlpReceiver() {
  const bodies: string[] = []
  const spans: Span[] = []
  const metrics: Metric[] = []
  const server = http.createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += String(chunk)
    bodies.push(text)
    const body = JSON.parse(text) as {
      resourceSpans?: { scopeSpans: { spans: Span[] }[] }[]
      resourceMetrics?: { scopeMetrics: { metrics: Metric[] }[] }[]
    }
    if (request.url === '/v1/traces')
      spans.push(...body.resourceSpans!.flatMap((one) => one.scopeSpans).flatMap((one) => one.spans))
    if (request.url === '/v1/metrics')
      metrics.push(...body.resourceMetrics!.flatMap((one) => one.scopeMetrics).flatMap((one) => one.metrics))
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bodies,
    spans,
    metrics,
    close: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  }
}

export function attributesOf(of: { attributes: Attribute[] }): Record<string, unknown> {
  return Object.fromEntries(
    of.attributes.map(({ key, value }) => [
      key,
      value.arrayValue
        ? value.arrayValue.values.map((one) => Object.values(one)[0])
        : Object.values(value)[0],
    ]),
  )
}

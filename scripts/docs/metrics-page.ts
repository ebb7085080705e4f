import { makeMetrics } from '@/lib/server/metrics'

type Described = { name: string; help: string; type: string; labels: string[] }

/** Every metric of the registry. prom-client keeps label names on the metric, outside its types. */
export function describeMetrics(): Described[] {
  const { registry } = makeMetrics()
  return registry.getMetricsAsArray().map((metric) => {
    const {
      name,
      help,
      type,
      labelNames = [],
    } = metric as unknown as {
      name: string
      help: string
      type: string
      labelNames?: string[]
    }
    return { name, help, type: String(type), labels: [...labelNames] }
  })
}

/** docs/operations/metrics.md: every metric, from the registry that serves `GET /api/metrics`. */
export function metricsPage(): string {
  const all = describeMetrics()
  const isOurs = ({ name }: Described) => !/^l0_(process|nodejs)_/.test(name)
  return `# Metrics

Written by \`npm run docs\` from \`lib/server/metrics.ts\`. \`GET /api/metrics\` serves them in Prometheus' format; with
\`METRICS_TOKEN\` set, send it as a Bearer token. Labels hold no text that a user typed, and no workspace.
Histograms have \`_bucket\`, \`_sum\` and \`_count\`.

[Alert rules](../../deploy/prometheus/alerts.yaml) and a [Grafana dashboard](../../deploy/grafana/l0-cache.json) are in
\`deploy/\`; a test checks that every metric they name is in this list. Traces and the GenAI metrics of OpenTelemetry are
[another page](telemetry.md).

## Ours

${table(all.filter(isOurs))}

## Of the process

${table(all.filter((metric) => !isOurs(metric)))}
`
}

function table(metrics: Described[]): string {
  const rows = metrics
    .sort((a, b) => a.name.localeCompare(b.name))
    .map(
      ({ name, type, labels, help }) =>
        `| \`${name}\` | ${type} | ${labels.map((label) => `\`${label}\``).join(', ')} | ${help.replaceAll('|', '\\|')} |`,
    )
  return `| Name | Type | Labels | Says |\n|---|---|---|---|\n${rows.join('\n')}`
}

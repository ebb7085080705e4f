import type { Histogram, Registry } from 'prom-client'

type Config = { name: string; help: string; label: string; buckets: readonly number[] }
/** The last count is of what is above every bucket. */
type Series = { counts: number[]; sum: number }

/** A histogram with one label for what every hit observes: numbers in an array, put into words when somebody asks. */
export class HotHistogram {
  private readonly series = new Map<string, Series>()

  constructor(
    registry: Registry,
    private readonly config: Config,
  ) {
    // Type and labels for whoever lists the registry: docs/operations/metrics.md.
    const told = { ...config, type: 'histogram', labelNames: [config.label] }
    registry.registerMetric({ ...told, get: async () => this.get() } as unknown as Histogram)
  }

  observe(label: string, value: number): void {
    const { buckets } = this.config
    let series = this.series.get(label)
    if (!series) {
      series = { counts: new Array<number>(buckets.length + 1).fill(0), sum: 0 }
      this.series.set(label, series)
    }
    let bucket = 0
    while (bucket < buckets.length && value > buckets[bucket]!) bucket++
    series.counts[bucket]!++
    series.sum += value
  }

  /** As prom-client's own histogram tells it. */
  get() {
    const { name, help, label } = this.config
    const values = [...this.series].flatMap(([of, series]) => this.valuesOf({ [label]: of }, series))
    return { name, help, type: 'histogram', values, aggregator: 'sum' }
  }

  private valuesOf(labels: Record<string, string>, { counts, sum }: Series) {
    const { name, buckets } = this.config
    let total = 0
    const cumulated = counts.map((count, i) => ({
      labels: { le: buckets[i] ?? '+Inf', ...labels },
      value: (total += count),
      metricName: `${name}_bucket`,
    }))
    return [
      ...cumulated,
      { labels, value: sum, metricName: `${name}_sum` },
      { labels, value: total, metricName: `${name}_count` },
    ]
  }
}

import { Counter, type CounterConfiguration } from 'prom-client'

type Pending = { labels: Record<string, string>; count: number }

/**
 * A counter for what every hit counts: plain numbers, of which prom-client, which hashes the labels at every call,
 * hears when somebody asks for the metrics.
 */
export class HotCounter<T extends string> {
  private readonly children = new Map<string, Pending>()
  readonly metric: Counter<T>

  constructor(
    private readonly config: Omit<CounterConfiguration<T>, 'collect'> & { labelNames: readonly T[] },
  ) {
    this.metric = new Counter({ ...config, collect: () => this.hand() })
  }

  /** Adds one for these values, in the order of the label names. */
  inc(...values: string[]): void {
    this.child(...values).count++
  }

  /** What counts for these values: add to its `count`. */
  child(...values: string[]): { count: number } {
    const name = values.join('\n')
    let child = this.children.get(name)
    if (!child) {
      const labels = Object.fromEntries(this.config.labelNames.map((label, i) => [label, values[i] ?? '']))
      this.children.set(name, (child = { labels, count: 0 }))
    }
    return child
  }

  private hand(): void {
    for (const child of this.children.values()) {
      if (child.count > 0) this.metric.inc(child.labels as Record<T, string>, child.count)
      child.count = 0
    }
  }
}

import { addUsd } from '@/lib/kernel/money'
import { hourMs } from '@/lib/kernel/time'
import { bucketCount, bucketOf } from './histogram'
import type { UsageCounter, UsageEvent } from './schema'

/** Sums of one hour and one kind of request: a row of the roll-up. */
export type UsageRow = {
  workspace_id: string
  hour_ms: number
  scope: string
  key: string
  status: UsageEvent['status']
  reason: string
  model: string
  requests: number
  input_tokens: number
  output_tokens: number
  cost_usd: number
  saved_usd: number
  errors: number
  latency: number[]
}

export type UsageStore = { add(rows: UsageRow[]): Promise<void> }

/** Rows kept while the store is out; beyond it counts are dropped and `onDropped` says how many. */
const maxRows = 100_000

/**
 * Counts in memory and flushes every second: a request never waits, `kill -9` loses at most what
 * came in since the last flush, and a failed flush is tried again with the next one.
 */
export class UsageBatch implements UsageCounter {
  private rows = new Map<string, UsageRow>()
  /** The row each key was counted in last; none that has been flushed. */
  private recent = new Map<string, UsageRow>()
  private flushing: Promise<void> = Promise.resolve()

  constructor(
    private readonly store: UsageStore,
    private readonly onDropped: (requests: number) => void = () => {},
  ) {}

  count(event: UsageEvent): void {
    const row = this.rowOf(event)
    if (!row) return this.onDropped(1)
    row.requests++
    row.input_tokens += event.input_tokens
    row.output_tokens += event.output_tokens
    row.cost_usd = addUsd(row.cost_usd, event.cost_usd)
    row.saved_usd = addUsd(row.saved_usd, event.saved_usd)
    if (event.error) row.errors++
    row.latency[bucketOf(event.latency_ms)]!++
  }

  /** Null when there are too many. */
  private rowOf(event: UsageEvent): UsageRow | null {
    const hour = event.at_ms - (event.at_ms % hourMs)
    const key = event.key ?? ''
    // Most of what comes in is for few keys: their rows are found without putting a name together.
    const recent = this.recent.get(key)
    if (recent && isOf(recent, event, hour)) return recent
    const id = `${event.workspace_id}\n${hour}\n${event.scope}\n${key}\n${event.status}\n${event.reason}\n${event.model}`
    let row = this.rows.get(id)
    if (!row) {
      if (this.rows.size >= maxRows) return null
      this.rows.set(id, (row = emptyRow(event, hour)))
    }
    this.recent.set(key, row)
    return row
  }

  /** Writes what was counted so far; resolves when it is stored or kept for the next try. */
  flush(): Promise<void> {
    this.flushing = this.flushing.then(() => this.write())
    return this.flushing
  }

  private async write(): Promise<void> {
    if (this.rows.size === 0) return
    const batch = this.rows
    this.rows = new Map()
    this.recent = new Map()
    try {
      await this.store.add([...batch.values()])
    } catch {
      this.takeBack(batch)
    }
  }

  private takeBack(batch: Map<string, UsageRow>): void {
    for (const [id, row] of batch) {
      const current = this.rows.get(id)
      if (current) addTo(current, row)
      else if (this.rows.size < maxRows) this.rows.set(id, row)
      else this.onDropped(row.requests)
    }
  }
}

function isOf(row: UsageRow, event: UsageEvent, hour: number): boolean {
  return (
    row.workspace_id === event.workspace_id &&
    row.hour_ms === hour &&
    row.scope === event.scope &&
    row.status === event.status &&
    row.reason === event.reason &&
    row.model === event.model
  )
}

function emptyRow(event: UsageEvent, hour_ms: number): UsageRow {
  return {
    workspace_id: event.workspace_id,
    hour_ms,
    scope: event.scope,
    key: event.key ?? '',
    status: event.status,
    reason: event.reason,
    model: event.model,
    requests: 0,
    input_tokens: 0,
    output_tokens: 0,
    cost_usd: 0,
    saved_usd: 0,
    errors: 0,
    latency: new Array<number>(bucketCount).fill(0),
  }
}

/** Adds the sums of `more`; the row stays the one it is. */
export function addTo(row: UsageRow, more: UsageRow): void {
  row.requests += more.requests
  row.input_tokens += more.input_tokens
  row.output_tokens += more.output_tokens
  row.cost_usd = addUsd(row.cost_usd, more.cost_usd)
  row.saved_usd = addUsd(row.saved_usd, more.saved_usd)
  row.errors += more.errors
  more.latency.forEach((count, bucket) => (row.latency[bucket]! += count))
}

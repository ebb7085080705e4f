import type { JudgementStore } from './ports'
import type { NewSample } from './schema'

export type SampleSink = {
  /** Never waits, never throws. */
  record(workspaceId: string, sample: NewSample): void
  flush(): Promise<void>
  close(): Promise<void>
}

export type SampleOptions = {
  store: (workspaceId: string) => Pick<JudgementStore, 'addSamples'>
  /** Takes personal data out before anything is stored; runs when the batch leaves. */
  redact: (text: string) => string
  now: () => Date
  onError: (error: unknown) => void
  flushEveryMs?: number
  /** Distinct samples held at most; beyond it new ones are dropped. */
  maxHeld?: number
}

type Held = NewSample & { count: number; workspaceId: string }

/**
 * Collects sampled hits in memory and stores them in batches: the hot path writes nothing. At most one flush
 * interval is lost in a crash, which a sample can bear.
 */
export function sampleHits(options: SampleOptions): SampleSink {
  const maxHeld = options.maxHeld ?? 5_000
  let held = new Map<string, Held>()
  const flush = async () => {
    const batch = held
    held = new Map()
    for (const [workspaceId, samples] of folded(batch.values(), options.redact)) {
      await options.store(workspaceId).addSamples(samples, options.now()).catch(options.onError)
    }
  }
  const timer = setInterval(() => void flush(), options.flushEveryMs ?? 2_000)
  timer.unref()
  return {
    record(workspaceId, sample) {
      const key = `${workspaceId}\0${identity(sample)}`
      const known = held.get(key)
      if (known) known.count++
      if (!known && held.size < maxHeld) held.set(key, { ...sample, count: 1, workspaceId })
    },
    flush,
    close: async () => {
      clearInterval(timer)
      await flush()
    },
  }
}

type Counted = NewSample & { count: number }

/** By workspace; texts that redaction made equal are one row. */
function folded(samples: Iterable<Held>, redact: (text: string) => string): Map<string, Counted[]> {
  const byWorkspace = new Map<string, Map<string, Counted>>()
  for (const { workspaceId, ...held } of samples) {
    const sample = { ...held, masked_text: redact(held.masked_text) }
    const rows = byWorkspace.get(workspaceId) ?? new Map<string, Counted>()
    byWorkspace.set(workspaceId, rows)
    const known = rows.get(identity(sample))
    if (known) known.count += sample.count
    if (!known) rows.set(identity(sample), sample)
  }
  return new Map([...byWorkspace].map(([workspaceId, rows]) => [workspaceId, [...rows.values()]]))
}

function identity({ entry_id, version, source, masked_text }: NewSample): string {
  return [entry_id, version, source, masked_text].join('\0')
}

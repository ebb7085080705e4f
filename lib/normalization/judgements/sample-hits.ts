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
    const byWorkspace = new Map<string, Held[]>()
    for (const sample of batch.values()) {
      const list = byWorkspace.get(sample.workspaceId) ?? []
      byWorkspace.set(sample.workspaceId, [...list, sample])
    }
    for (const [workspaceId, samples] of byWorkspace) {
      const rows = samples.map(({ workspaceId: _, ...sample }) => sample)
      await options.store(workspaceId).addSamples(rows, options.now()).catch(options.onError)
    }
  }
  const timer = setInterval(() => void flush(), options.flushEveryMs ?? 2_000)
  timer.unref()
  return {
    record(workspaceId, sample) {
      const key = [workspaceId, sample.entry_id, sample.version, sample.source, sample.masked_text].join('\0')
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

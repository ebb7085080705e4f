import { restAfter } from './give-way'

type Waiting<Item> = { item: Item; done: () => void; failed: (error: unknown) => void }

export type SpareTimeParts<Item> = {
  /** Does a batch; a rejection is told to whoever gave one of its items. */
  work: (items: Item[]) => Promise<void>
  nowMs: () => number
  pause: (ms: number) => Promise<void>
}

const maxBatch = 200

/**
 * Work that nobody waits for, in batches that give way: a lone item is done at once, and under load the
 * batches grow instead of the share of the time they take.
 */
export class SpareTime<Item> {
  private waiting: Waiting<Item>[] = []
  private running = false
  private hurried = false

  constructor(private readonly parts: SpareTimeParts<Item>) {}

  /** Resolves when the item's batch is done. */
  add(item: Item): Promise<void> {
    return new Promise((done, failed) => {
      this.waiting.push({ item, done, failed })
      if (!this.running) void this.run()
    })
  }

  /** No rests any more: the process is about to end. */
  hurry(): void {
    this.hurried = true
  }

  private async run(): Promise<void> {
    this.running = true
    while (this.waiting.length > 0) {
      const startedMs = this.parts.nowMs()
      await this.workOn(this.waiting.splice(0, maxBatch))
      const tookMs = this.parts.nowMs() - startedMs
      if (!this.hurried) await this.parts.pause(restAfter(tookMs))
    }
    this.running = false
  }

  private async workOn(batch: Waiting<Item>[]): Promise<void> {
    try {
      await this.parts.work(batch.map(({ item }) => item))
      for (const { done } of batch) done()
    } catch (error) {
      for (const { failed } of batch) failed(error)
    }
  }
}

import { z } from 'zod'
import { TokenBuckets } from './token-buckets'

export type SharedBucketsOptions = {
  /** This instance's name: it does not count its own messages twice. */
  instance: string
  /** Tells the other instances; may fail while the channel is away. */
  announce: (message: string) => Promise<void>
  nowMs: () => number
  everyMs?: number
}

const Spent = z.object({
  type: z.literal('spent'),
  from: z.string().max(64),
  spent: z
    .array(z.tuple([z.string().max(100), z.number().int().min(1).max(10_000_000), z.number().int().min(1)]))
    .max(2_000),
})

const everyMs = 250
/** A message names so many subjects at most, the rest waits for the next one. */
const perMessage = 1_000

/**
 * Rate limits that hold over all instances although a request never waits for Redis: each instance decides by its own
 * buckets and tells the others several times a second what it has spent. More than allowed passes for at most that
 * interval; while the channel is away every instance keeps the limit on its own.
 */
export class SharedBuckets {
  private readonly buckets = new TokenBuckets()
  private spent = new Map<string, { perMinute: number; tokens: number }>()
  private timer: NodeJS.Timeout | undefined

  constructor(private readonly options: SharedBucketsOptions) {}

  /** Takes one token. 0 when there was one, else the seconds until there is. */
  take(subject: string, perMinute: number, nowMs: number): number {
    const waitSeconds = this.buckets.take(subject, perMinute, nowMs)
    if (waitSeconds === 0) {
      const known = this.spent.get(subject)
      if (known) known.tokens++
      else this.spent.set(subject, { perMinute, tokens: 1 })
    }
    return waitSeconds
  }

  start(): void {
    this.timer = setInterval(() => void this.tell(), this.options.everyMs ?? everyMs)
    this.timer.unref()
  }

  stop(): void {
    clearInterval(this.timer)
  }

  /** What was spent since the last time is told once; a message that is lost is not repeated. */
  async tell(): Promise<void> {
    if (this.spent.size === 0) return
    const all = [...this.spent]
    this.spent = new Map(all.slice(perMessage))
    const spent = all
      .slice(0, perMessage)
      .map(([subject, { perMinute, tokens }]) => [subject, perMinute, tokens])
    const message = JSON.stringify({ type: 'spent', from: this.options.instance, spent })
    await this.options.announce(message).catch(() => {})
  }

  /** A message of another instance; anything else is ignored. */
  hear(message: string): void {
    if (!message.startsWith('{"type":"spent"')) return
    const parsed = Spent.safeParse(parseJson(message))
    if (!parsed.success || parsed.data.from === this.options.instance) return
    const nowMs = this.options.nowMs()
    for (const [subject, perMinute, tokens] of parsed.data.spent)
      this.buckets.spend(subject, perMinute, tokens, nowMs)
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

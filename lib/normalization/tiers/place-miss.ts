import { minuteMs } from '@/lib/kernel/time'
import type { NormalizationDeps } from '../ports'
import { limits } from '../schema'
import type { LiveReader } from './ports'
import type { Tier, TierAnswer } from './tier'

export type PlacingDeps = NormalizationDeps & {
  live: LiveReader
  /** Asked in this order until one answers. */
  tiers: readonly Tier[]
  onError: (error: unknown) => void
  /** Questions a workspace may ask of its tiers; they cost money. */
  perMinute?: number
  /** New decisions reach the instances in batches: loading a workspace anew is not free. */
  announceAfterMs?: number
}

export type Placed = 'placed' | 'known' | 'refused' | 'unanswered' | 'busy'

const defaultPerMinute = 60
const defaultAnnounceMs = 5_000

/** Places misses off the reply's path, once a masked text; the decision is remembered and reviewable. */
export class MissPlacer {
  private readonly underWay = new Set<string>()
  private readonly budgets = new Map<string, { until: number; left: number }>()
  private readonly announcing = new Map<string, NodeJS.Timeout>()

  constructor(private readonly deps: PlacingDeps) {}

  /** Never throws. `text` is masked canonical text, redacted. */
  async place(workspaceId: string, text: string): Promise<Placed> {
    const id = `${workspaceId}\0${text}`
    if (text === '' || text.length > limits.queryLength || this.deps.tiers.length === 0) return 'refused'
    if (this.underWay.has(id)) return 'busy'
    this.underWay.add(id)
    try {
      return await this.decide(workspaceId, text)
    } catch (error) {
      this.deps.onError(error)
      return 'unanswered'
    } finally {
      this.underWay.delete(id)
    }
  }

  /** Tells the instances what is still held back. */
  async close(): Promise<void> {
    const waiting = [...this.announcing]
    this.announcing.clear()
    for (const [workspaceId, timer] of waiting) {
      clearTimeout(timer)
      await this.announce(workspaceId)
    }
  }

  private async decide(workspaceId: string, text: string): Promise<Placed> {
    const { memos } = this.deps.unit.read(workspaceId)
    if ((await memos.find(text)) !== null) return 'known'
    // A person took back what a tier said of this text: from then on it is theirs to decide.
    if (await memos.wasRevoked(text)) return 'refused'
    const { release } = await this.deps.live(workspaceId)
    if (!release.normalizers.includes('memo') || !release.intents.some(({ status }) => status === 'approved'))
      return 'refused'
    if (!this.take(workspaceId)) return 'busy'
    const question = { workspaceId, text, intents: release.intents, releaseHash: release.hash }
    for (const tier of this.deps.tiers) {
      const answer = await tier.place(question).catch((error: unknown) => void this.deps.onError(error))
      if (!answer) continue
      await this.remember(workspaceId, text, tier.source, checked(answer, question.intents), release.hash)
      return 'placed'
    }
    return 'unanswered'
  }

  private async remember(
    workspaceId: string,
    text: string,
    source: Tier['source'],
    { key, vote, cost_usd }: TierAnswer,
    releaseHash: string,
  ): Promise<void> {
    const memo = { masked_text: text, key, source, vote, cost_usd, release_hash: releaseHash }
    const stored = await this.deps.unit.read(workspaceId).memos.add(memo, this.deps.clock.now())
    if (!stored || this.announcing.has(workspaceId)) return
    const timer = setTimeout(() => {
      this.announcing.delete(workspaceId)
      void this.announce(workspaceId)
    }, this.deps.announceAfterMs ?? defaultAnnounceMs)
    timer.unref()
    this.announcing.set(workspaceId, timer)
  }

  private async announce(workspaceId: string): Promise<void> {
    try {
      await this.deps.unit.transact(workspaceId, (tx) => tx.announceChange('memo', this.deps.clock.now()))
      this.deps.nudge()
    } catch (error) {
      this.deps.onError(error)
    }
  }

  private take(workspaceId: string): boolean {
    const nowMs = this.deps.clock.now().getTime()
    const known = this.budgets.get(workspaceId)
    const budget =
      known && known.until > nowMs
        ? known
        : { until: nowMs + minuteMs, left: this.deps.perMinute ?? defaultPerMinute }
    if (this.budgets.size > 10_000) this.budgets.clear()
    this.budgets.set(workspaceId, budget)
    return budget.left-- > 0
  }
}

/** Only an approved intent can be served: anything else a tier names means "none". */
function checked(answer: TierAnswer, intents: readonly { key: string; status: string }[]): TierAnswer {
  const known = intents.some(({ key, status }) => key === answer.key && status === 'approved')
  return known ? answer : { ...answer, key: null }
}

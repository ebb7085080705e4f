import { L0Error } from '@/lib/kernel/errors'
import type { WorkspacePolicy } from '@/lib/workspaces/schema'
import { releaseCollisions } from '../collisions'
import { CollisionIndex } from '../intents/collision-index'
import type { IntentDetail } from '../intents/schema'
import { NormalizerStep, ReleaseInput, type IntentSpec } from '../schema'
import type { DraftRelease } from './schema'

export type ReleaseParts = {
  intents: readonly IntentDetail[]
  /** Masked texts of recent misses. */
  shadow: string[]
  policy: Pick<WorkspacePolicy, 'false_hit_budget'>
  choice: DraftRelease
  /** Its steps are kept unless others are chosen. */
  live: { normalizers: string[] } | null
}

/** What a workspace's next release is trained from. */
export function releaseInput({ intents, shadow, policy, choice, live }: ReleaseParts): ReleaseInput {
  const steps = choice.normalizers ?? live?.normalizers ?? NormalizerStep.options
  return {
    intents: intents.map(toSpec),
    shadow,
    normalizers: NormalizerStep.array().parse(steps),
    budget: choice.budget ?? policy.false_hit_budget,
    min_confidence: choice.min_confidence,
    seed: choice.seed,
  }
}

export function toSpec(intent: IntentDetail): IntentSpec {
  return {
    key: intent.key,
    patterns: intent.patterns,
    phrasings: intent.phrasings.map(({ text }) => text),
    slots: intent.slots,
    status: intent.status,
  }
}

/**
 * The last look before training, run where the training runs. What somebody approved or rejected since is no
 * background any more. Phrasings were checked when they were added; what slipped past stops here: throws
 * `conflict` when two intents share one.
 */
export function checkedInput(input: ReleaseInput): ReleaseInput {
  const { intents, shadow, ...rest } = ReleaseInput.parse(input)
  const [collision] = releaseCollisions(intents)
  if (collision)
    throw new L0Error(
      'conflict',
      `“${collision.text}” is a phrasing of ${collision.intents.join(' and of ')}.`,
    )
  const known = new CollisionIndex(
    intents.map(({ key, phrasings }) => ({ key, phrasings: phrasings.map((text) => ({ text })) })),
  )
  return { ...rest, intents, shadow: shadow.filter((text) => !known.isKnown(text)) }
}

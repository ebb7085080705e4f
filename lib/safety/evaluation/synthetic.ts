import { SafetyPolicy } from '../schema'
import type { SafetyCase } from './case'
import { cleanCases } from './clean-templates'
import { Random } from './random'
import { attackCases } from './synthetic-attacks'
import { negativeCases } from './synthetic-negatives'
import { addressCases, nameCases, personalCases } from './synthetic-personal'
import { toneCases } from './synthetic-tone'

/** The workspace the synthetic answers are written for. */
export const syntheticPolicy: SafetyPolicy = SafetyPolicy.parse({
  allowed_domains: ['acme.com'],
  allowed_phones: ['+1 800 555 0199'],
  allowed_emails: ['help@acme.com'],
})

export const syntheticSlots = ['order_id', 'amount', 'date', 'size', 'tracking_id'].map((name) => ({
  name,
  type: name,
}))

/**
 * Labelled cases, the same for the same seed. Telephone and account numbers come from the
 * numbering plans of libphonenumber and ibantools, which the detectors do not use.
 */
export function syntheticCases({
  seed = 1,
  scale = 1,
}: { seed?: number; scale?: number } = {}): SafetyCase[] {
  const random = new Random(seed)
  const n = (count: number) => Math.max(1, Math.round(count * scale))
  return [
    ...personalCases(random, n(400)),
    ...nameCases(random, n(200)),
    ...addressCases(random, n(100)),
    ...negativeCases(random, n(2_000)),
    ...cleanCases(random, n(1_000)),
    ...attackCases(random, n(4)),
    ...toneCases(),
  ]
}

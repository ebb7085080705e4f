import { findAddresses } from './address'
import { findCards } from './card'
import { findEmails } from './email'
import { findIbans } from './iban'
import { findIps } from './ip'
import { findNationalIds } from './national-id'
import { findNames } from './person'
import { findPhones } from './phone'
import { findSecrets } from './secret'
import type { Recognized } from './span'

/** Most certain first: of two that cover the same text, the earlier one names it. */
const recognizers: readonly ((text: string) => Recognized[])[] = [
  findSecrets,
  findEmails,
  findIbans,
  findNationalIds,
  findCards,
  findIps,
  findPhones,
  findAddresses,
  findNames,
]

/** Everything in the text that looks like personal data or a secret; stretches may overlap. */
export function recognizeAll(text: string): Recognized[] {
  return recognizers.flatMap((find) => find(text))
}

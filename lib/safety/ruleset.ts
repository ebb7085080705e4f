import type { Detector } from './detector'
import { links } from './detectors/links'
import { markup } from './detectors/markup'
import { personalData } from './detectors/personal-data'
import { secrets } from './detectors/secrets'
import { size } from './detectors/size'
import { slots } from './detectors/slots'
import { tone } from './detectors/tone'
import { toxicity } from './detectors/toxicity'
import { unicode } from './detectors/unicode'
import type { FindingRule } from './schema'

/** Every detector that looks at a template, gravest first. */
export const detectors: readonly Detector[] = [
  size,
  slots,
  unicode,
  markup,
  secrets,
  links,
  personalData,
  tone,
  toxicity,
]

/** Those that can tell whether a filled-in value has become active. */
export const valueDetectors: readonly Detector[] = [unicode, markup, links]

/** No workspace setting turns these off: whoever may edit the policy could otherwise publish code. */
export const alwaysOnRules: ReadonlySet<FindingRule> = new Set([
  'secret',
  'secret.l0_key',
  'link.scheme',
  'markup.html',
  'markup.script',
  'unicode.bidi',
  'slot.unknown',
  'empty',
  'too_long',
])

/**
 * Names this set of rules: `rs1-` and 64 bits of FNV-1a over every detector's id and version.
 * It tells rule sets apart; it is no proof against forgery and need not be.
 */
export const rulesetVersion: string = versionOf(detectors)

export function versionOf(set: readonly Pick<Detector, 'id' | 'version'>[]): string {
  const content = set
    .map(({ id, version }) => `${id}@${version}`)
    .sort()
    .join('\n')
  let hash = 0xcbf29ce484222325n
  for (const byte of new TextEncoder().encode(content)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n)
  }
  return `rs1-${hash.toString(16).padStart(16, '0')}`
}

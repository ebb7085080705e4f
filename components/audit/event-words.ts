import { auditEventTypes, type AuditEventType } from '@/lib/audit/schema'

const groupWords: Record<string, string> = {
  proposal: 'Proposals',
  entry: 'Entries',
  comment: 'Comments',
  release: 'Releases',
  memo: 'Memo',
  intent: 'Intents',
  phrasing: 'Phrasings',
  workspace: 'Workspace',
  policy: 'Policy',
  price: 'Model prices',
  rollout: 'Roll-out',
  plan: 'Plan',
  member: 'Members',
  invitation: 'Invitations',
  access: 'Access',
  key: 'API keys',
  webhook: 'Webhooks',
  upstream: 'Models',
  dedicated_store: 'Own Redis',
  analysis: 'Analyses of logs',
  onboarding: 'First steps',
  signin: 'Sign-in',
  password: 'Passwords',
  mfa: 'Second factor',
  recovery_code: 'Recovery codes',
  stepup: 'Step-up',
  session: 'Sessions',
  cache: 'Cache',
  hit: 'Hits',
  library: 'Shared library',
  safety: 'Safety',
  privacy: 'Privacy',
  export: 'Exports',
  signing_key: 'Signing keys',
  secrets: 'Sealed secrets',
}
/** Abbreviations that plain words would spell wrong. */
const nounWords: Record<string, string> = {
  mfa: 'Second factor',
  signin: 'Sign-in',
  stepup: 'Step-up',
  upstream: 'Model',
  dedicated_store: 'Own Redis',
  key: 'API key',
  cache: 'Cache',
}

const titles: Partial<Record<AuditEventType, string>> = {
  'release.released': 'Release went live',
  'cache.forged_value': 'Forged value in the cache',
  'export.made': 'Log exported',
  'safety.rescan': 'Answers checked again',
  'privacy.erased': 'Personal data erased',
}

/** `policy.changed` → "Policy changed". */
export function eventTitle(type: AuditEventType): string {
  const own = titles[type]
  if (own) return own
  const [noun = '', verb = ''] = type.split('.')
  const name = nounWords[noun] ?? noun.charAt(0).toUpperCase() + noun.slice(1).replaceAll('_', ' ')
  return `${name} ${verb.replaceAll('_', ' ')}`
}

/** All types under the words of what they are about, in the order of the schema. */
export const eventGroups: readonly { label: string; types: AuditEventType[] }[] = group()

function group() {
  const groups = new Map<string, AuditEventType[]>()
  for (const type of auditEventTypes) {
    const noun = type.split('.')[0] ?? ''
    const label = groupWords[noun] ?? noun
    groups.set(label, [...(groups.get(label) ?? []), type])
  }
  return [...groups].map(([label, types]) => ({ label, types }))
}

import { WorkspacePolicy } from '@/lib/workspaces/schema'

type PolicyName = keyof WorkspacePolicy
type Common = { name: PolicyName; label: string; hint?: string }

/** How a setting is edited. Shares are stored 0…1 and edited as percentages. */
export type PolicyField = Common &
  (
    | { kind: 'number'; unit?: string }
    | { kind: 'share' }
    | { kind: 'usd'; per?: string }
    | { kind: 'switch' }
    | { kind: 'lines'; placeholder: string }
    | { kind: 'pairs'; placeholder: string }
    | { kind: 'text' }
    | { kind: 'line' }
  )

export type PolicyGroup = { title: string; note: string; fields: PolicyField[] }

/** Every setting stands in one group; a test holds this against the schema. */
export const policyGroups: readonly PolicyGroup[] = [
  {
    title: 'Review and approvals',
    note: 'Who must agree before an answer is served, and how quickly.',
    fields: [
      { name: 'approvals_low', label: 'Approvals, low risk', kind: 'number' },
      { name: 'approvals_medium', label: 'Approvals, medium risk', kind: 'number' },
      { name: 'approvals_high', label: 'Approvals, high risk', kind: 'number', hint: 'Never below two.' },
      {
        name: 'passkey_for_high_risk',
        label: 'High risk needs a passkey',
        kind: 'switch',
        hint: 'Each approval then asks for one, bound to the very text. API keys cannot give it.',
      },
      {
        name: 'auto_approve_enabled',
        label: 'Clean answers may approve themselves',
        kind: 'switch',
        hint: 'Low risk only, and only for intents that say so.',
      },
      {
        name: 'auto_approve_review_share',
        label: 'Of those, looked at by people',
        kind: 'share',
        hint: 'So that nobody has to trust it blindly.',
      },
      { name: 'undo_seconds', label: 'Time to undo', kind: 'number', unit: 'seconds' },
      { name: 'sla_hours', label: 'Goal for a decision', kind: 'number', unit: 'hours' },
      { name: 'samples_per_proposal', label: 'Sample questions kept', kind: 'number', unit: 'a proposal' },
      {
        name: 'reviewer_usd_per_hour',
        label: 'A reviewer’s hour',
        kind: 'usd',
        per: 'hour',
        hint: 'For the savings ledger.',
      },
    ],
  },
  {
    title: 'What answers may contain',
    note: 'Anything outside these lists is a finding that somebody must look at.',
    fields: [
      { name: 'allowed_domains', label: 'Domains', kind: 'lines', placeholder: 'shop.example' },
      { name: 'allowed_phones', label: 'Phone numbers', kind: 'lines', placeholder: '+49 30 1234567' },
      { name: 'allowed_emails', label: 'Email addresses', kind: 'lines', placeholder: 'help@shop.example' },
      { name: 'disabled_rules', label: 'Safety rules switched off', kind: 'lines', placeholder: 'tone' },
      { name: 'max_answer_chars', label: 'Longest answer', kind: 'number', unit: 'characters' },
    ],
  },
  {
    title: 'Wrong answers',
    note: 'How many are tolerated, how they are measured, and what takes an entry out of service.',
    fields: [
      {
        name: 'false_hit_budget',
        label: 'Budget for wrong answers',
        kind: 'share',
        hint: 'Of what is served. Releases are calibrated to it.',
      },
      { name: 'judge_share', label: 'Hits sampled for judgement', kind: 'share' },
      {
        name: 'hit_opinions',
        label: 'A model looks at sampled hits',
        kind: 'switch',
        hint: 'Suspected ones come first. It costs a call each, is shown after you have judged, and never counts.',
      },
      { name: 'judgements_before_live', label: 'Judgements before going live', kind: 'number' },
      {
        name: 'quarantine_after_reports',
        label: 'Reports that quarantine',
        kind: 'number',
        hint: 'Against one version of an entry.',
      },
    ],
  },
  {
    title: 'Roll-out',
    note: 'How much of the traffic is served. The rest goes to the model, and people judge what would have been served.',
    fields: [
      {
        name: 'rollout_percent',
        label: 'Traffic served from the cache',
        kind: 'number',
        unit: '%',
        hint: 'The same people, or else the same questions, stay on the same side.',
      },
      {
        name: 'rollout_back_off',
        label: 'Wrong answers halve it',
        kind: 'switch',
        hint: 'When they are surely over the budget, while less than 100 % is served. Nothing raises it by itself.',
      },
      {
        name: 'rollout_stop',
        label: 'Stop instead of halving',
        kind: 'switch',
        hint: 'Back to shadow mode at once.',
      },
      {
        name: 'rollout_watch_full',
        label: 'Also at 100 %',
        kind: 'switch',
        hint: 'Otherwise wrong entries are suspended one by one.',
      },
    ],
  },
  {
    title: 'Routing',
    note: 'Which traffic the cache may answer, and at what price.',
    fields: [
      { name: 'split_by_model_family', label: 'Scopes apart by model family', kind: 'switch' },
      {
        name: 'bound_scopes',
        label: 'Bound scopes',
        kind: 'pairs',
        placeholder: 'fingerprint = name',
        hint: 'A system prompt’s fingerprint, and the scope it means.',
      },
      {
        name: 'rate_per_minute',
        label: 'Requests a minute',
        kind: 'number',
        hint: 'For keys without a limit of their own.',
      },
      { name: 'hit_price_usd', label: 'Price of a hit', kind: 'usd' },
      {
        name: 'lookup_model',
        label: 'Model behind the look-up API',
        kind: 'line',
        hint: 'What its hits save is reckoned by this model’s price. Empty: their savings are not counted.',
      },
      {
        name: 'fallback_answer',
        label: 'Answer when no model can be reached',
        kind: 'text',
        hint: 'Empty: the error is passed on.',
      },
    ],
  },
  {
    title: 'Retention',
    note: 'How long questions are kept. The audit log is kept in any case.',
    fields: [
      { name: 'retention_days', label: 'Questions are kept', kind: 'number', unit: 'days' },
      { name: 'legal_hold', label: 'Legal hold', kind: 'switch', hint: 'Nothing is deleted while it is on.' },
    ],
  },
]

/** A setting as the form holds it. */
export type FieldDraft = string | boolean

export function toDraft(field: PolicyField, value: unknown): FieldDraft {
  if (field.kind === 'switch') return value === true
  if (field.kind === 'lines') return (value as string[]).join('\n')
  if (field.kind === 'pairs') {
    return Object.entries(value as Record<string, string>)
      .map(([from, to]) => `${from} = ${to}`)
      .join('\n')
  }
  if (field.kind === 'share') return String(Number(((value as number) * 100).toFixed(4)))
  return value === null ? '' : String(value)
}

/** The value a draft stands for; what is no number stays text, so that the schema refuses it. */
export function fromDraft(field: PolicyField, draft: FieldDraft): unknown {
  if (typeof draft === 'boolean') return draft
  const lines = draft.split('\n').flatMap((line) => (line.trim() ? [line.trim()] : []))
  if (field.kind === 'lines') return lines
  if (field.kind === 'pairs') {
    return Object.fromEntries(
      lines.map((line) => {
        const [from = '', ...to] = line.split('=')
        return [from.trim(), to.join('=').trim()]
      }),
    )
  }
  if (field.kind === 'text' || field.kind === 'line') return draft.trim() === '' ? null : draft
  const number = Number(draft.trim().replace(',', '.'))
  if (draft.trim() === '' || Number.isNaN(number)) return draft
  return field.kind === 'share' ? Number((number / 100).toFixed(8)) : number
}

/** What is wrong with a value, in words; undefined when nothing is. */
export function fieldError(field: PolicyField, draft: FieldDraft): string | undefined {
  const issue = WorkspacePolicy.shape[field.name].safeParse(fromDraft(field, draft)).error?.issues[0]
  if (!issue) return undefined
  const limit = (bound: unknown) => (field.kind === 'share' ? `${Number(bound) * 100} %` : String(bound))
  const numeric = !['lines', 'pairs', 'text', 'line', 'switch'].includes(field.kind)
  if (issue.code === 'invalid_type' && numeric) return 'Give a number.'
  if (issue.code === 'too_small' && numeric) return `At least ${limit(issue.minimum)}.`
  if (issue.code === 'too_big' && numeric) return `At most ${limit(issue.maximum)}.`
  const line = issue.path[0]
  return typeof line === 'number' ? `Line ${line + 1}: ${issue.message}` : issue.message
}

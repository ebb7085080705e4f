import type { EntryState } from '@/lib/entries/schema'
import type { ProposalOrigin, ProposalStatus } from '@/lib/proposals/schema'
import type { FindingSeverity } from '@/lib/safety/schema'
import type { Risk } from '@/lib/workspaces/schema'
import { Badge, type Tone } from './badge'

const riskTone: Record<Risk, Tone> = { low: 'neutral', medium: 'warn', high: 'bad' }
const riskWords: Record<Risk, string> = { low: 'Low', medium: 'Medium', high: 'High' }

export function RiskBadge({ risk, suffix = 'risk' }: { risk: Risk; suffix?: string }) {
  return (
    <Badge tone={riskTone[risk]} dot>
      {riskWords[risk]}
      {suffix && ` ${suffix}`}
    </Badge>
  )
}

const severityTone: Record<FindingSeverity, Tone> = {
  block: 'bad',
  high: 'bad',
  warn: 'warn',
  info: 'neutral',
}
const severityWords: Record<FindingSeverity, string> = {
  block: 'Blocks',
  high: 'High',
  warn: 'Warning',
  info: 'Note',
}

export function SeverityBadge({ severity }: { severity: FindingSeverity }) {
  return (
    <Badge tone={severityTone[severity]} dot>
      {severityWords[severity]}
    </Badge>
  )
}

const entryTone: Record<EntryState, Tone> = { active: 'good', quarantined: 'warn', disabled: 'neutral' }
const entryWords: Record<EntryState, string> = {
  active: 'Active',
  quarantined: 'Quarantined',
  disabled: 'Disabled',
}

export function EntryStateBadge({ state }: { state: EntryState }) {
  return (
    <Badge tone={entryTone[state]} dot>
      {entryWords[state]}
    </Badge>
  )
}

const statusTone: Record<ProposalStatus, Tone> = {
  pending: 'accent',
  approved: 'good',
  rejected: 'bad',
  blocked: 'warn',
  withdrawn: 'neutral',
}

export function ProposalStatusBadge({ status }: { status: ProposalStatus }) {
  return (
    <Badge tone={statusTone[status]} dot className="capitalize">
      {status}
    </Badge>
  )
}

export const originWords: Record<ProposalOrigin, string> = {
  miss: 'New question',
  edit: 'Manual edit',
  import: 'Import',
  report: 'Reported answer',
  rescan: 'Safety re-scan',
  freshness: 'Due for review',
  seeded: 'New question',
}

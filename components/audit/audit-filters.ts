import type { ApiCall } from '@/components/data/api'
import { auditRisks, type AuditEventType, type AuditRisk, auditEventTypes } from '@/lib/audit/schema'

/** What the page's address says. Empty means "no filter". Dates are days, both inclusive, in UTC. */
export type AuditFilters = {
  actor: string
  types: AuditEventType[]
  target: string
  risk: '' | AuditRisk
  from: string
  to: string
}

export const noAuditFilters: AuditFilters = { actor: '', types: [], target: '', risk: '', from: '', to: '' }

type Reader = { get(name: string): string | null }

export function readAuditFilters(params: Reader): AuditFilters {
  const known = new Set<string>(auditEventTypes)
  const risk = params.get('risk') as AuditRisk | null
  return {
    actor: params.get('actor') ?? '',
    types: (params.get('type') ?? '').split(',').filter((type) => known.has(type)) as AuditEventType[],
    target: params.get('target') ?? '',
    risk: risk && auditRisks.includes(risk) ? risk : '',
    from: day(params.get('from')),
    to: day(params.get('to')),
  }
}

export function writeAuditFilters(filters: AuditFilters): string {
  const params = new URLSearchParams()
  const values = { ...filters, type: filters.types.join(','), types: '' }
  for (const [name, value] of Object.entries(values)) if (value) params.set(name, String(value))
  return params.toString()
}

/** The same as the API asks for it (`AuditQuery`): from the start of one day to the end of the other. */
export function toAuditQuery(filters: AuditFilters): NonNullable<ApiCall['query']> {
  return {
    actor: filters.actor.trim(),
    type: filters.types.join(','),
    target: filters.target.trim(),
    risk: filters.risk,
    from: filters.from && `${filters.from}T00:00:00.000Z`,
    to: filters.to && new Date(Date.parse(filters.to) + 86_400_000).toISOString(),
  }
}

export function countAuditFilters(filters: AuditFilters): number {
  const { types, ...others } = filters
  return Object.values(others).filter(Boolean).length + (types.length > 0 ? 1 : 0)
}

function day(value: string | null): string {
  return value && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value)) ? value : ''
}

import type { ApiCall } from '@/components/data/api'

const queueTabs = ['pending', 'blocked', 'decided'] as const
export type QueueTab = (typeof queueTabs)[number]

/** What the queue's address says. Empty strings mean "no filter". */
export type QueueFilters = {
  tab: QueueTab
  outcome: 'approved' | 'rejected'
  key: string
  risk: '' | 'low' | 'medium' | 'high'
  finding: string
  scope: string
  age: string
  mine: boolean
  q: string
  sort: 'priority' | 'newest' | 'oldest' | 'count'
}

export const noFilters: QueueFilters = {
  tab: 'pending',
  outcome: 'approved',
  key: '',
  risk: '',
  finding: '',
  scope: '',
  age: '',
  mine: false,
  q: '',
  sort: 'priority',
}

type Reader = { get(name: string): string | null }

export function readFilters(params: Reader): QueueFilters {
  const one = <T extends string>(name: string, allowed: readonly T[], otherwise: T): T => {
    const value = params.get(name) as T | null
    return value !== null && allowed.includes(value) ? value : otherwise
  }
  return {
    tab: one('tab', queueTabs, 'pending'),
    outcome: one('outcome', ['approved', 'rejected'], 'approved'),
    key: params.get('key') ?? '',
    risk: one('risk', ['', 'low', 'medium', 'high'], ''),
    finding: params.get('finding') ?? '',
    scope: params.get('scope') ?? '',
    age: params.get('age')?.replace(/\D/g, '') ?? '',
    mine: params.get('mine') === '1',
    q: params.get('q') ?? '',
    sort: one('sort', ['priority', 'newest', 'oldest', 'count'], 'priority'),
  }
}

/** The address of a set of filters, without what is the default anyway. */
export function writeFilters(filters: QueueFilters): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(filters)) {
    if (value === noFilters[name as keyof QueueFilters]) continue
    params.set(name, value === true ? '1' : String(value))
  }
  return params.toString()
}

/** The same as the API asks for it (`ProposalQuery`). */
export function toQuery(filters: QueueFilters): NonNullable<ApiCall['query']> {
  return {
    status: filters.tab === 'decided' ? filters.outcome : filters.tab,
    key: filters.key,
    risk: filters.risk,
    finding: filters.finding,
    scope: filters.scope,
    older_than_hours: filters.age,
    mine: filters.mine ? 'true' : '',
    search: filters.q.trim(),
    sort: filters.tab === 'decided' ? 'newest' : filters.sort,
  }
}

/** How many filters narrow the list, apart from the tab and the order. */
export function countFilters(filters: QueueFilters): number {
  const narrowing = ['key', 'risk', 'finding', 'scope', 'age', 'mine', 'q'] as const
  return narrowing.filter((name) => filters[name] !== noFilters[name]).length
}

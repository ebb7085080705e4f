import { EntryState } from '@/lib/entries/schema'

export type EntryFilters = { state: '' | EntryState; search: string; scope: string }

/** What the address of the entries page says. */
export function readEntryFilters(params: { get(name: string): string | null }): EntryFilters {
  const state = EntryState.safeParse(params.get('state'))
  return {
    state: state.success ? state.data : '',
    search: params.get('search') ?? '',
    scope: params.get('scope') ?? '',
  }
}

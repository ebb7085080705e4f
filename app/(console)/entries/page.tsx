import type { Metadata } from 'next'
import { GET as listEntries } from '@/app/api/v1/entries/route'
import { entriesQuery, entryPageSize } from '@/components/data/queries'
import { Prefetched } from '@/app/(console)/prefetched'
import { EntriesView } from '@/components/entries/entries-view'
import { readEntryFilters } from '@/components/entries/filters'

export const metadata: Metadata = { title: 'Entries' }

type Search = Promise<Record<string, string | string[] | undefined>>

export default async function EntriesPage({ searchParams }: { searchParams: Search }) {
  const params = await searchParams
  const filters = readEntryFilters({ get: (name) => [params[name]].flat()[0] ?? null })
  return (
    <Prefetched
      queries={[
        {
          queryKey: entriesQuery(filters).queryKey,
          handler: listEntries,
          query: { ...filters, limit: entryPageSize },
          infinite: true,
        },
      ]}
    >
      <EntriesView />
    </Prefetched>
  )
}

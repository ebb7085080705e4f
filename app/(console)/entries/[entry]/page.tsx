import type { Metadata } from 'next'
import { GET as getEntry } from '@/app/api/v1/entries/[entry]/route'
import { entryQuery } from '@/components/data/queries'
import { Prefetched } from '@/app/(console)/prefetched'
import { EntryView } from '@/components/entries/entry-view'

export const metadata: Metadata = { title: 'Entry' }

export default async function EntryPage({ params }: { params: Promise<{ entry: string }> }) {
  const { entry } = await params
  return (
    <Prefetched queries={[{ queryKey: entryQuery(entry).queryKey, handler: getEntry, params: { entry } }]}>
      <EntryView id={entry} />
    </Prefetched>
  )
}

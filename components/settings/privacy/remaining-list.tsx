'use client'

import Link from 'next/link'
import { Callout } from '@/components/ui/callout'
import { plural } from '@/components/ui/format'
import type { Remaining } from '@/lib/workspaces/privacy-schema'

const shown = 10

/** Where the text still stands: what people approved or wrote is changed by people. */
export function RemainingList({ remaining }: { remaining: Remaining }) {
  const { proposals, entries, phrasings, comments } = remaining
  if (proposals.length + entries.length + phrasings + comments === 0) {
    return <p className="text-base text-ink-2">The text stands nowhere else.</p>
  }
  return (
    <Callout tone="warn" title="The text still stands elsewhere: look at it and change it by hand">
      <ul className="mt-1 flex flex-col gap-1">
        {entries.length > 0 && (
          <Places label={plural(entries.length, 'entry', 'entries')} path="/entries" ids={entries} />
        )}
        {proposals.length > 0 && (
          <Places label={plural(proposals.length, 'waiting proposal')} path="/queue" ids={proposals} />
        )}
        {phrasings > 0 && <li>{plural(phrasings, 'phrasing')} of intents</li>}
        {comments > 0 && <li>{plural(comments, 'comment')}</li>}
      </ul>
    </Callout>
  )
}

function Places({ label, path, ids }: { label: string; path: string; ids: string[] }) {
  return (
    <li className="flex flex-wrap gap-x-2">
      {label}:
      {ids.slice(0, shown).map((id) => (
        <Link
          key={id}
          href={`${path}/${id}`}
          className="font-mono text-sm text-accent-text underline underline-offset-2"
        >
          {id}
        </Link>
      ))}
      {ids.length > shown && <span>and {ids.length - shown} more</span>}
    </li>
  )
}

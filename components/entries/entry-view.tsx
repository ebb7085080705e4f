'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import { Comments } from '@/components/comments/comments'
import { entryQuery } from '@/components/data/queries'
import { Badge } from '@/components/ui/badge'
import { Callout } from '@/components/ui/callout'
import { Card } from '@/components/ui/card'
import { ErrorState } from '@/components/ui/error-state'
import { keyTitle } from '@/components/ui/format'
import { Page, PageHeader } from '@/components/ui/page-header'
import { SkeletonText } from '@/components/ui/skeleton'
import { EntryStateBadge, RiskBadge } from '@/components/ui/state-badges'
import { TemplateText } from '@/components/ui/template-text'
import type { EntryDetail } from '@/lib/entries/schema'
import { EntryActions } from './entry-actions'
import { FreshnessCard } from './freshness-card'
import { RollbackDialog } from './rollback-dialog'
import { TestQuery } from './test-query'
import { VersionTimeline } from './version-timeline'

export function EntryView({ id }: { id: string }) {
  const entry = useQuery(entryQuery(id))
  if (entry.isError && !entry.data) {
    return (
      <ErrorState
        error={entry.error}
        onRetry={() => void entry.refetch()}
        what="this entry"
        className="py-28"
      />
    )
  }
  if (!entry.data) {
    return (
      <Page>
        <SkeletonText lines={8} />
      </Page>
    )
  }
  return <EntryPage entry={entry.data} />
}

function EntryPage({ entry }: { entry: EntryDetail }) {
  const [rollbackTo, setRollbackTo] = useState<number | null>(null)
  const known = entry.live?.slots.map((slot) => slot.name) ?? []
  return (
    <Page>
      <PageHeader
        back={
          <Link href="/entries" className="hover:text-ink hover:underline">
            Entries
          </Link>
        }
        title={keyTitle(entry.key)}
        meta={
          <span className="flex flex-wrap items-center gap-1.5">
            <EntryStateBadge state={entry.state} />
            <Badge mono>{entry.key}</Badge>
            {entry.scope !== 'default' && <Badge mono>{entry.scope}</Badge>}
            {entry.live && <RiskBadge risk={entry.live.risk} />}
          </span>
        }
        actions={<EntryActions entry={entry} />}
      />
      {entry.state !== 'active' && (
        <Callout
          tone="warn"
          title={entry.state === 'quarantined' ? 'Not served: in quarantine' : 'Not served: disabled'}
        >
          <p>{entry.state_reason ? `“${entry.state_reason}”` : 'No reason was given.'}</p>
          <p>Questions go to the model meanwhile.</p>
        </Callout>
      )}
      {entry.held && (
        <Callout tone="info" title={`Version ${entry.held.version} is approved and goes live in a moment`}>
          Until then it can be taken back from the review page.
        </Callout>
      )}
      <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_21rem]">
        <div className="flex min-w-0 flex-col gap-6">
          <Card title="Live answer" description={entry.live ? `Version ${entry.live.version}` : undefined}>
            {entry.live ? (
              <TemplateText
                text={entry.live.answer}
                known={known}
                className="block max-w-[72ch] text-md leading-7"
              />
            ) : (
              <p className="text-ink-3">Nothing is live yet.</p>
            )}
          </Card>
          <VersionTimeline entry={entry} onRollback={setRollbackTo} />
        </div>
        <aside className="flex flex-col gap-6">
          <TestQuery entry={entry} />
          <FreshnessCard entry={entry} />
          <Card as="div">
            <Comments subject={{ type: 'entry', id: entry.id }} />
          </Card>
        </aside>
      </div>
      {rollbackTo !== null && (
        <RollbackDialog entry={entry} to={rollbackTo} onClose={() => setRollbackTo(null)} />
      )}
    </Page>
  )
}

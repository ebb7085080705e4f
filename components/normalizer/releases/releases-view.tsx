'use client'

import { useQuery } from '@tanstack/react-query'
import { Rocket } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { useMay } from '@/components/shell/me'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { percent } from '@/components/ui/format'
import { SkeletonRows } from '@/components/ui/skeleton'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { RelativeTime } from '@/components/ui/time'
import type { ReleaseView } from '@/lib/normalization/releases/schema'
import { releasesQuery } from '../queries'
import { DraftDialog } from './draft-dialog'
import { ReleaseStatusBadge, TrainingBar } from './release-status'
import { RevertDialog } from './revert-dialog'

export function ReleasesView() {
  const query = useQuery(releasesQuery())
  const mayDraft = useMay('intent.edit')
  const mayRelease = useMay('release.manage')
  const [dialog, setDialog] = useState<'draft' | 'revert' | null>(null)
  const releases = query.data?.items ?? []
  const live = releases.find((release) => release.status === 'live')
  const training = releases.some((release) => release.status === 'training')
  const draft = mayDraft && (
    <Button variant="primary" disabled={training} onClick={() => setDialog('draft')}>
      Train a draft
    </Button>
  )
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-base text-ink-3">
          {live
            ? `Release #${live.number} is live. What was edited since counts from the next one on.`
            : query.data && 'No release is live.'}
        </p>
        <div className="flex gap-2">
          {mayRelease && live?.previous_id && (
            <Button variant="danger-quiet" onClick={() => setDialog('revert')}>
              Go back to the one before
            </Button>
          )}
          {releases.length > 0 && draft}
        </div>
      </div>
      {query.isPending && <SkeletonRows rows={5} className="rounded-lg border border-line bg-surface" />}
      {query.isError && !query.data && (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} what="the releases" />
      )}
      {query.data && releases.length === 0 && (
        <EmptyState icon={Rocket} title="No release yet" action={draft}>
          A release is the trained form of your intents. Train one, look at what it would change, then make it
          live.
        </EmptyState>
      )}
      {releases.length > 0 && <ReleaseTable releases={releases} />}
      {dialog === 'draft' && <DraftDialog onClose={() => setDialog(null)} />}
      {dialog === 'revert' && live && <RevertDialog live={live} onClose={() => setDialog(null)} />}
    </div>
  )
}

function ReleaseTable({ releases }: { releases: readonly ReleaseView[] }) {
  return (
    <Table>
      <caption className="sr-only">Releases, newest first</caption>
      <thead>
        <tr>
          <Th>Release</Th>
          <Th>State</Th>
          <Th className="text-right">Intents</Th>
          <Th className="text-right">Phrasings</Th>
          <Th className="text-right">Expected wrong</Th>
          <Th className="text-right">Expected hits</Th>
          <Th className="text-right">Made</Th>
        </tr>
      </thead>
      <tbody>
        {releases.map((release) => (
          <Tr key={release.id} className="relative">
            <Td className="min-w-44">
              <Link
                href={`/normalizer/releases/${encodeURIComponent(release.id)}`}
                className="font-medium after:absolute after:inset-0"
              >
                #{release.number}
              </Link>
              {release.notes && (
                <p className="line-clamp-1 max-w-[36ch] text-sm text-ink-3">{release.notes}</p>
              )}
            </Td>
            <Td>
              {release.status === 'training' ? (
                <TrainingBar progress={release.progress} />
              ) : (
                <ReleaseStatusBadge status={release.status} />
              )}
            </Td>
            <Td className="text-right tabular-nums">{release.intents.approved}</Td>
            <Td className="text-right tabular-nums">{release.intents.phrasings.toLocaleString('en')}</Td>
            <Td className="text-right tabular-nums">
              {release.calibration ? percent(release.calibration.expected_false_hit_rate) : '—'}
            </Td>
            <Td className="text-right tabular-nums">
              {release.calibration ? percent(release.calibration.expected_hit_rate, 0) : '—'}
            </Td>
            <Td className="text-right whitespace-nowrap text-ink-2">
              <RelativeTime at={release.created_at} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}

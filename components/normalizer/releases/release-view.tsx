'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ArrowLeft, RefreshCw } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { toast } from 'sonner'
import { api, apiPath } from '@/components/data/api'
import { problemText } from '@/components/data/problem'
import { useMay } from '@/components/shell/me'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { CopyButton } from '@/components/ui/copy-button'
import { ErrorState } from '@/components/ui/error-state'
import { percent } from '@/components/ui/format'
import { Skeleton, SkeletonText } from '@/components/ui/skeleton'
import { Stat, StatRow } from '@/components/ui/stat'
import { RelativeTime } from '@/components/ui/time'
import { ReleaseDetail } from '@/lib/normalization/releases/schema'
import { releaseQuery } from '../queries'
import { EvaluationCard } from './evaluation-card'
import { PreviewPanel } from './preview-panel'
import { PublishDialog } from './publish-dialog'
import { ReleaseStatusBadge, TrainingBar } from './release-status'

export function ReleaseView({ id }: { id: string }) {
  const query = useQuery(releaseQuery(id))
  if (query.isPending) {
    return (
      <div className="flex flex-col gap-4">
        <SkeletonText lines={2} />
        <Skeleton className="h-72 w-full" />
      </div>
    )
  }
  if (!query.data)
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} what="the release" />
  return <Release release={query.data} />
}

function Release({ release }: { release: ReleaseDetail }) {
  const client = useQueryClient()
  const mayRelease = useMay('release.manage')
  const mayPreview = useMay('intent.edit')
  const [publishing, setPublishing] = useState(false)
  const again = useMutation({
    mutationFn: () => api('POST', `${apiPath('/api/console/releases', release.id)}/preview`, ReleaseDetail),
    onSuccess: (next) => client.setQueryData(releaseQuery(release.id).queryKey, next),
    onError: (error) => toast.error('It was not replayed', { description: problemText(error) }),
  })
  const trained = release.status === 'draft' || release.status === 'retired'
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-wrap items-start justify-between gap-4">
        <div className="min-w-0">
          <Link
            href="/normalizer/releases"
            className="inline-flex items-center gap-1 text-sm text-ink-3 hover:text-ink"
          >
            <ArrowLeft aria-hidden className="size-3.5" />
            Releases
          </Link>
          <h2 className="mt-1 flex flex-wrap items-center gap-3 text-lg font-semibold tracking-tight">
            Release #{release.number}
            <ReleaseStatusBadge status={release.status} />
          </h2>
          {release.notes && (
            <p className="mt-1 max-w-[68ch] text-base [overflow-wrap:anywhere] whitespace-pre-wrap text-ink-2">
              {release.notes}
            </p>
          )}
          <p className="mt-1 text-sm text-ink-3">
            trained by {release.created_by} <RelativeTime at={release.created_at} />
            {release.released_at && (
              <>
                , released by {release.released_by} <RelativeTime at={release.released_at} />
              </>
            )}
          </p>
        </div>
        <div className="flex gap-2">
          {trained && mayPreview && (
            <Button busy={again.isPending} onClick={() => again.mutate()}>
              <RefreshCw aria-hidden />
              Replay traffic again
            </Button>
          )}
          {trained && mayRelease && (
            <Button variant="primary" disabled={!release.preview} onClick={() => setPublishing(true)}>
              Release
            </Button>
          )}
        </div>
      </div>
      {release.status === 'training' && (
        <div role="status" className="rounded-lg border border-line bg-surface px-4 py-5">
          <TrainingBar progress={release.progress} />
        </div>
      )}
      {release.status === 'failed' && (
        <Callout tone="bad" title="Training failed">
          {release.error}
        </Callout>
      )}
      {release.hash && <Facts release={release} />}
      {release.status === 'live' && <EvaluationCard id={release.id} />}
      {release.preview && <PreviewPanel preview={release.preview} budget={release.budget ?? 0} />}
      {!release.preview && release.status === 'draft' && (
        <p role="status" className="text-base text-ink-3">
          Recent traffic is being replayed…
        </p>
      )}
      {publishing && <PublishDialog release={release} onClose={() => setPublishing(false)} />}
    </div>
  )
}

function Facts({ release }: { release: ReleaseDetail }) {
  const { calibration, intents, budget } = release
  return (
    <div className="flex flex-col gap-2">
      <StatRow>
        <Stat label="Approved intents" value={intents.approved} note={`${intents.rejected} rejected`} />
        <Stat label="Phrasings" value={intents.phrasings.toLocaleString('en')} />
        <Stat
          label="Expected wrong answers"
          value={calibration ? percent(calibration.expected_false_hit_rate) : '—'}
          note={budget === null ? 'of what is served' : `of what is served; budget ${percent(budget)}`}
        />
        <Stat
          label="Expected hits"
          value={calibration ? percent(calibration.expected_hit_rate, 0) : '—'}
          note="of known questions, cross-fitted"
        />
      </StatRow>
      <p className="flex items-center gap-1.5 text-sm text-ink-3">
        Steps {release.normalizers.join(', ').replaceAll('_', ' ')} ·{' '}
        <code className="font-mono text-xs">{release.hash.slice(0, 16)}…</code>
        <CopyButton text={release.hash} label="Copy the hash" iconOnly className="!size-5" />
      </p>
    </div>
  )
}

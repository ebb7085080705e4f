'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ScanSearch, Trash2 } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { toast } from 'sonner'
import { z } from 'zod'
import { api, apiPath } from '@/components/data/api'
import { problemText } from '@/components/data/problem'
import { useMay } from '@/components/shell/me'
import { NotForRole } from '@/components/shell/not-for-role'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { plural } from '@/components/ui/format'
import { SkeletonRows } from '@/components/ui/skeleton'
import { RelativeTime } from '@/components/ui/time'
import type { Analysis } from '@/lib/normalization/opportunity/schema'
import { analysesQuery } from './queries'
import { UploadCard } from './upload-card'

export function OpportunityView() {
  const router = useRouter()
  if (!useMay('intent.edit')) return <NotForRole>Logs are read by operators and admins.</NotForRole>
  return (
    <div className="flex max-w-4xl flex-col gap-6">
      <UploadCard onStarted={({ id }) => router.push(`/normalizer/opportunity/${id}`)} />
      <Reports />
    </div>
  )
}

function Reports() {
  const query = useQuery(analysesQuery())
  const items = query.data?.items ?? []
  return (
    <Card title="Reports" description="The ten newest are kept." flush>
      {query.isPending && <SkeletonRows rows={3} />}
      {query.isError && !query.data && (
        <ErrorState
          error={query.error}
          onRetry={() => void query.refetch()}
          what="the reports"
          className="py-8"
        />
      )}
      {query.data && items.length === 0 && (
        <EmptyState icon={ScanSearch} title="No reports yet" className="py-10">
          A thousand questions of an ordinary week say most of it.
        </EmptyState>
      )}
      {items.length > 0 && (
        <ul className="divide-y divide-line border-t border-line">
          {items.map((analysis) => (
            <Row key={analysis.id} analysis={analysis} />
          ))}
        </ul>
      )}
    </Card>
  )
}

function Row({ analysis }: { analysis: Analysis }) {
  const client = useQueryClient()
  const remove = useMutation({
    mutationFn: () => api('DELETE', apiPath('/api/console/analyze', analysis.id), z.unknown()),
    onSuccess: () => client.invalidateQueries({ queryKey: analysesQuery().queryKey }),
    onError: (error) => toast.error('The report stays', { description: problemText(error) }),
  })
  return (
    <li className="flex items-center gap-3 px-4 py-2.5">
      <div className="min-w-0 flex-1">
        <Link
          href={`/normalizer/opportunity/${analysis.id}`}
          className="text-base font-medium [overflow-wrap:anywhere] hover:underline"
        >
          {analysis.file_name}
        </Link>
        <p className="text-sm text-ink-3">
          {analysis.created_by} · <RelativeTime at={analysis.created_at} />
          {analysis.made.length > 0 && ` · ${plural(analysis.made.length, 'intent')} made`}
        </p>
      </div>
      <StatusBadge status={analysis.status} />
      <Button
        variant="quiet"
        size="icon-sm"
        aria-label={`Remove the report on ${analysis.file_name}`}
        busy={remove.isPending}
        onClick={() => remove.mutate()}
      >
        <Trash2 aria-hidden />
      </Button>
    </li>
  )
}

function StatusBadge({ status }: { status: Analysis['status'] }) {
  if (status === 'done') return <Badge tone="good">Ready</Badge>
  return status === 'failed' ? <Badge tone="bad">Failed</Badge> : <Badge tone="accent">Being read</Badge>
}

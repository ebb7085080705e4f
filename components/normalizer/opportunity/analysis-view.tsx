'use client'

import { useQuery } from '@tanstack/react-query'
import { ArrowLeft, SearchX } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { useMay } from '@/components/shell/me'
import { NotForRole } from '@/components/shell/not-for-role'
import { Callout } from '@/components/ui/callout'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { percent, plural, usd } from '@/components/ui/format'
import { Skeleton } from '@/components/ui/skeleton'
import { Stat, StatRow } from '@/components/ui/stat'
import { RelativeTime } from '@/components/ui/time'
import type { AnalysisDetail, OpportunityReport } from '@/lib/normalization/opportunity/schema'
import { AssumptionsCard } from './assumptions-card'
import { Candidates } from './candidates'
import { CoverageCard } from './coverage-card'
import { estimate, type Assumptions } from './estimate'
import { ProgressBar } from './progress-bar'
import { analysisQuery } from './queries'

export function AnalysisView({ id }: { id: string }) {
  const mayEdit = useMay('intent.edit')
  const query = useQuery({ ...analysisQuery(id), enabled: mayEdit })
  if (!mayEdit) return <NotForRole>Logs are read by operators and admins.</NotForRole>
  if (query.isPending) return <Skeleton className="h-72 w-full" />
  if (!query.data)
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} what="the report" />
  return <Analysis analysis={query.data} />
}

function Analysis({ analysis }: { analysis: AnalysisDetail }) {
  const { status, progress, report } = analysis
  return (
    <div className="flex flex-col gap-6">
      <div>
        <Link
          href="/normalizer/opportunity"
          className="inline-flex items-center gap-1 text-sm text-ink-3 hover:text-ink"
        >
          <ArrowLeft aria-hidden className="size-3.5" />
          Reports
        </Link>
        <h2 className="mt-1 text-lg font-semibold tracking-tight [overflow-wrap:anywhere]">
          {analysis.file_name}
        </h2>
        <p className="mt-1 text-sm text-ink-3">
          given by {analysis.created_by} <RelativeTime at={analysis.created_at} />
        </p>
      </div>
      {status === 'running' && (
        <div role="status" className="max-w-xl rounded-lg border border-line bg-surface px-4 py-5">
          <ProgressBar
            label={progress ? `Reading ${plural(progress.total, 'question')}` : 'Waiting for its turn'}
            share={progress ? progress.done / progress.total : null}
          />
        </div>
      )}
      {status === 'failed' && (
        <Callout tone="bad" role="alert" title="The log could not be read">
          {analysis.error}
        </Callout>
      )}
      {report && <Report analysis={analysis} report={report} />}
    </div>
  )
}

function Report({ analysis, report }: { analysis: AnalysisDetail; report: OpportunityReport }) {
  const [assumptions, setAssumptions] = useState<Assumptions>(report.assumptions)
  if (report.candidates === 0) {
    return (
      <EmptyState icon={SearchX} title="No three questions are alike">
        {plural(report.rows, 'question')} were read. A longer log may show what repeats.
      </EmptyState>
    )
  }
  const top = report.intents.slice(0, report.expected.intents)
  const expected = estimate(top, assumptions, report.assumptions.usd_per_1k_hits)
  return (
    <>
      <StatRow>
        <Stat
          label="Questions"
          value={report.rows.toLocaleString('en')}
          note={`${percent(report.repeat_share)} repeat an earlier wording`}
        />
        <Stat
          label={`In the largest ${top.length} intents`}
          value={percent(expected.share)}
          note={`of ${plural(report.candidates, 'candidate')}`}
        />
        <Stat
          label="Expected hit rate"
          value={percent(expected.hit_rate)}
          note={`with answers approved for those ${top.length}`}
        />
        <Stat
          label="Expected savings"
          value={usd(expected.monthly_savings_usd)}
          note="a month, before reviewers’ time"
        />
      </StatRow>
      <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <CoverageCard report={report} assumptions={assumptions} />
        <AssumptionsCard report={report} value={assumptions} onChange={setAssumptions} />
      </div>
      <Candidates analysis={analysis} report={report} assumptions={assumptions} />
    </>
  )
}

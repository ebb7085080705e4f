'use client'

import dynamic from 'next/dynamic'
import { DataCard } from '@/components/analytics/data-card'
import { percent, usd } from '@/components/ui/format'
import { Skeleton } from '@/components/ui/skeleton'
import type { OpportunityReport } from '@/lib/normalization/opportunity/schema'
import type { Assumptions } from './estimate'

const CoverageChart = dynamic(() => import('./coverage-chart'), {
  ssr: false,
  loading: () => (
    <div className="px-4 pb-3">
      <Skeleton className="h-61 w-full" />
    </div>
  ),
})

/** How much of the traffic the largest groups cover, under the person's own assumptions. */
export function CoverageCard({
  report,
  assumptions,
}: {
  report: OpportunityReport
  assumptions: Assumptions
}) {
  const saved = (assumptions.usd_per_1k_requests - report.assumptions.usd_per_1k_hits) / 1_000
  const points = report.curve.map(({ intents, share }) => ({
    intents,
    share,
    hit_rate: share * assumptions.served_share,
    savings: assumptions.monthly_requests * share * assumptions.served_share * saved,
  }))
  return (
    <DataCard
      title="How much the largest intents cover"
      name="coverage"
      rows={points}
      empty="No three questions are alike."
      columns={[
        { label: 'Intents', value: ({ intents }) => intents },
        { label: 'Of the questions', value: ({ share }) => share, text: ({ share }) => percent(share) },
        {
          label: 'Expected to be answered',
          value: ({ hit_rate }) => hit_rate,
          text: ({ hit_rate }) => percent(hit_rate),
        },
        { label: 'Saved a month', value: ({ savings }) => savings, text: ({ savings }) => usd(savings) },
      ]}
    >
      <CoverageChart points={[{ intents: 0, share: 0, hit_rate: 0 }, ...points]} />
    </DataCard>
  )
}

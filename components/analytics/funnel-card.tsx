import Link from 'next/link'
import { Card } from '@/components/ui/card'
import { compactNumber, percent } from '@/components/ui/format'
import type { ReviewFunnel } from '@/lib/usage/analytics-schema'

/** From missed questions to answers that are served. Widths are of the proposals: misses dwarf the rest. */
export function FunnelCard({ funnel }: { funnel: ReviewFunnel }) {
  const { missed, proposed, blocked, decided, approved, rejected, published, waiting_now } = funnel
  const most = Math.max(1, proposed, decided, approved, published)
  const steps = [
    { label: 'Proposed', value: proposed, note: blocked > 0 ? `${blocked} held back by checks` : '' },
    { label: 'Decided', value: decided, note: rejected > 0 ? `${rejected} rejected` : '' },
    {
      label: 'Approved',
      value: approved,
      note: decided > 0 ? `${percent(approved / decided, 0)} of decisions` : '',
    },
    { label: 'Versions published', value: published, note: '' },
  ]
  return (
    <Card
      title="Review funnel"
      description={`${compactNumber(missed)} missed requests fold into one proposal a key`}
      actions={
        <Link href="/queue" className="text-sm font-medium text-accent-text hover:underline">
          {waiting_now.toLocaleString('en')} waiting
        </Link>
      }
      flush
    >
      <ol className="flex flex-col gap-3 px-4 pb-4">
        {steps.map((step) => (
          <li key={step.label}>
            <div className="flex items-baseline gap-3">
              <span className="flex-1">{step.label}</span>
              <span className="text-sm text-ink-3">{step.note}</span>
              <span className="font-medium tabular-nums">{step.value.toLocaleString('en')}</span>
            </div>
            <span aria-hidden className="mt-1 flex h-2 justify-center overflow-hidden rounded-full bg-press">
              <span
                className="h-full rounded-full bg-accent"
                style={{ width: `${(step.value / most) * 100}%` }}
              />
            </span>
          </li>
        ))}
      </ol>
    </Card>
  )
}

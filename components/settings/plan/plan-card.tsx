import { Check, Minus } from 'lucide-react'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import type { PlanUsage } from '@/lib/usage/statement-schema'
import { planFeatures, planLimits, type PlanFeature, type PlanLimit } from '@/lib/workspaces/plans'

const limitWords: Record<PlanLimit, string> = {
  requests_per_month: 'Requests this month',
  people: 'People and invitations',
  intents: 'Intents',
  keys: 'Live API keys',
}
const featureWords: Record<PlanFeature, string> = {
  meaning: 'Matching by meaning',
  helper_models: 'Models that help',
  gradual_rollout: 'Gradual roll-out',
  webhooks: 'Webhooks',
  shared_library: 'Shared library',
  approval_rules: 'Approval rules of your own',
  dedicated_store: 'A Redis of your own',
}

export function PlanCard({ usage }: { usage: PlanUsage }) {
  const { plan, used, hit_price_usd } = usage
  return (
    <Card
      title={plan.name}
      description={plan.note}
      actions={<Badge tone="accent">{`$${hit_price_usd} a hit`}</Badge>}
    >
      <div className="grid gap-x-10 gap-y-6 lg:grid-cols-2">
        <ul className="flex flex-col gap-4">
          {planLimits.map((limit) => (
            <Meter key={limit} label={limitWords[limit]} used={used[limit]} most={plan.limits[limit]} />
          ))}
        </ul>
        <ul className="flex flex-col gap-2 text-base">
          {planFeatures.map((feature) => {
            const has = plan.features.includes(feature)
            const Icon = has ? Check : Minus
            return (
              <li key={feature} className={`flex items-center gap-2 ${has ? '' : 'text-ink-3'}`}>
                <Icon aria-hidden className={`size-4 shrink-0 ${has ? 'text-good-text' : ''}`} />
                {featureWords[feature]}
                {!has && <span className="text-sm">not in this plan</span>}
              </li>
            )
          })}
        </ul>
      </div>
      <p className="mt-5 text-sm text-ink-3">
        Whoever runs this deployment changes the plan. A smaller plan takes nothing away that is there.
      </p>
    </Card>
  )
}

function Meter({ label, used, most }: { label: string; used: number; most: number | null }) {
  const share = most === null ? 0 : Math.min(1, used / Math.max(1, most))
  const tone = share >= 1 ? 'bg-bad' : share >= 0.8 ? 'bg-warn' : 'bg-accent'
  return (
    <li>
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <span className="text-base">{label}</span>
        <span className="text-base text-ink-2 tabular-nums">
          {used.toLocaleString('en')} {most === null ? '' : `of ${most.toLocaleString('en')}`}
        </span>
      </div>
      {most !== null && (
        <div aria-hidden className="mt-1.5 h-1.5 overflow-hidden rounded-full bg-press">
          <div className={`h-full rounded-full ${tone}`} style={{ width: `${share * 100}%` }} />
        </div>
      )}
    </li>
  )
}

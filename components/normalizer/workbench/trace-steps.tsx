import { Disclosure } from '@/components/ui/disclosure'
import type { TraceStep } from '@/lib/normalization/schema'

const names: Record<string, string> = {
  canonical: 'Canonical form',
  entities: 'Literals',
  rules: 'Rules',
  'approved phrasing': 'Approved phrasing',
  classifier: 'Classifier',
  memo: 'Memo',
  guard: 'Guard',
  slots: 'Slots',
}

/** What each step said, in order. Scores are folded away until wanted, bars beside their numbers. */
export function TraceSteps({ steps, decidedBy }: { steps: readonly TraceStep[]; decidedBy: string | null }) {
  return (
    <ol className="overflow-hidden rounded-lg border border-line bg-surface">
      {steps.map((step, index) => (
        <li key={index} className="border-b border-line px-4 py-2.5 last:border-0">
          <div className="grid grid-cols-[8.5rem_minmax(0,1fr)] gap-x-4 max-sm:grid-cols-1">
            <span className="text-sm leading-5.5 text-ink-3">
              {names[step.step] ?? step.step}
              {step.step === decidedBy && <span className="ml-1.5 text-good-text">decided</span>}
            </span>
            <span className="text-base [overflow-wrap:anywhere]">{step.detail || '—'}</span>
          </div>
          {isRecord(step.data) && Object.keys(step.data).length > 1 && (
            <Disclosure summary="Scores" className="mt-1.5 sm:ml-[9.5rem]">
              <Scores data={step.data} />
            </Disclosure>
          )}
        </li>
      ))}
    </ol>
  )
}

/** Signals are whole numbers of thousandths, scores of 1/1024 logit. */
function Scores({ data }: { data: Record<string, unknown> }) {
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
      {Object.entries(data).map(([name, value]) => {
        const share =
          typeof value === 'number' && /similarity|coverage|margin/.test(name) ? value / 1000 : null
        return (
          <div key={name} className="contents">
            <dt className="text-ink-3">{name.replaceAll('_', ' ')}</dt>
            <dd className="flex items-center gap-2">
              {share !== null && (
                <span aria-hidden className="h-1.5 w-24 overflow-hidden rounded-full bg-press">
                  <span
                    className="block h-full rounded-full bg-accent"
                    style={{ width: `${Math.min(Math.max(share, 0), 1) * 100}%` }}
                  />
                </span>
              )}
              <span className="font-mono text-xs [overflow-wrap:anywhere] tabular-nums">
                {share === null ? String(value) : share.toFixed(2)}
              </span>
            </dd>
          </div>
        )
      })}
    </dl>
  )
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

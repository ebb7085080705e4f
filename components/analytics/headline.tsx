import { compactNumber, percent, plural, usd } from '@/components/ui/format'
import { Stat, StatRow } from '@/components/ui/stat'
import type { Analytics } from '@/lib/usage/analytics-schema'
import { changeOf, msWords, spanWords } from './words'

/** The five numbers one comes for. Changes are between whole buckets, so that a young hour is no slump. */
export function Headline({ data }: { data: Analytics }) {
  const { totals, complete, previous, ledger, wrong, range } = data
  return (
    <div>
      <StatRow>
        <Stat
          label="Hit rate"
          value={<Unbroken>{totals.hit_rate === null ? '—' : percent(totals.hit_rate)}</Unbroken>}
          note={`${compactNumber(totals.hits)} of ${compactNumber(totals.hits + totals.misses)} cacheable`}
          change={changeOf(complete.hit_rate, previous.hit_rate)}
        />
        <Stat
          label="Net savings"
          value={<span className={ledger.net_usd < 0 ? 'text-bad-text' : ''}>{net(ledger.net_usd)}</span>}
          note={`${usd(ledger.saved_usd)} before own calls and review`}
          change={changeOf(complete.saved_usd, previous.saved_usd)}
        />
        <Stat
          label="Requests"
          value={compactNumber(totals.requests)}
          note={`${compactNumber(totals.bypassed)} bypassed the cache`}
          change={changeOf(complete.requests, previous.requests)}
        />
        <Stat
          label="Hit latency, p99"
          value={<Unbroken>{msWords(totals.hit_latency.p99)}</Unbroken>}
          note={`p50 ${msWords(totals.hit_latency.p50)}, p95 ${msWords(totals.hit_latency.p95)}`}
          change={changeOf(complete.hit_latency.p99, previous.hit_latency.p99)}
          upIsGood={false}
        />
        <Stat
          label="Provider errors"
          value={compactNumber(totals.errors)}
          note={`model p95 ${msWords(totals.model_latency.p95)}`}
          change={changeOf(complete.errors, previous.errors)}
          upIsGood={false}
        />
        <Stat
          label="Reported wrong"
          value={compactNumber(wrong.reports)}
          note={
            wrong.judged > 0
              ? `${wrong.judged_wrong} of ${compactNumber(wrong.judged)} judged hits wrong`
              : 'no hit was judged'
          }
        />
      </StatRow>
      <p className="mt-2 text-sm text-ink-3">
        Changes compare the last whole {spanWords(range)} with the {spanWords(range)} before.{' '}
        {plural(data.entries.active, 'entry', 'entries')} active
        {data.entries.due > 0 && `, ${data.entries.due} due for review`}.
      </p>
    </div>
  )
}

/** A number and its unit stay on one line. */
function Unbroken({ children }: { children: string }) {
  return <span className="whitespace-nowrap">{children}</span>
}

function net(amount: number): string {
  return amount < 0 ? `−${usd(-amount)}` : usd(amount)
}

import Link from 'next/link'
import { Card } from '@/components/ui/card'
import { plural, usd } from '@/components/ui/format'
import type { HelperCost, SavingsLedger } from '@/lib/usage/analytics-schema'

const helperWords: Record<HelperCost['reason'], string> = {
  intent_classifier: 'Model asked which intent a question has',
  embedding: 'Embeddings',
  assistant_review: 'Reviewers’ assistant',
  hit_opinion: 'Model’s opinion on sampled hits',
}

/** What the cache brought, line by line, after paying the people who approve its answers. */
export function LedgerCard({ ledger }: { ledger: SavingsLedger }) {
  const lines = [
    { label: 'What models would have cost', amount: ledger.avoided_usd, note: plural(ledger.hits, 'hit') },
    { label: 'Price of the hits', amount: -ledger.hit_cost_usd },
    ...ledger.helpers.map((helper) => ({
      label: helperWords[helper.reason],
      amount: -helper.cost_usd,
      note: plural(helper.requests, 'call'),
    })),
    {
      label: 'Review time',
      amount: -ledger.review_usd,
      note: `${plural(ledger.decisions, 'decision')}, ${hours(ledger.review_minutes)} at ${usd(ledger.reviewer_usd_per_hour)} an hour`,
    },
  ]
  const untimed = ledger.decisions - ledger.timed_decisions
  return (
    <Card title="Savings ledger" description="In this period" flush>
      <table className="w-full border-t border-line text-base">
        <caption className="sr-only">Savings, line by line, in US dollars</caption>
        <tbody>
          {lines.map((line) => (
            <tr key={line.label} className="border-b border-line">
              <th scope="row" className="px-4 py-2 text-left font-normal">
                {line.label}
                {line.note && <span className="block text-sm text-ink-3">{line.note}</span>}
              </th>
              <td className="px-4 py-2 text-right align-top whitespace-nowrap tabular-nums">
                {signed(line.amount)}
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" className="px-4 py-2.5 text-left font-semibold">
              Net
            </th>
            <td
              className={`px-4 py-2.5 text-right text-md font-semibold whitespace-nowrap tabular-nums ${ledger.net_usd < 0 ? 'text-bad-text' : 'text-good-text'}`}
            >
              {signed(ledger.net_usd)}
            </td>
          </tr>
        </tfoot>
      </table>
      <p className="border-t border-line px-4 py-2.5 text-sm text-ink-3">
        The responses of this period said {usd(ledger.responses_usd)}: {usd(ledger.model_usd)} for models,{' '}
        {usd(ledger.hit_cost_usd)} for hits.{' '}
        <Link href="/settings/prices" className="font-medium text-accent-text hover:underline">
          Model prices
        </Link>
      </p>
      {untimed > 0 && (
        <p className="px-4 pb-3 text-sm text-ink-3">
          {ledger.timed_decisions === 0
            ? 'No decision of this period has a known time: review counts as nothing here.'
            : `${plural(untimed, 'decision')} without a known time count like the average of the others.`}
        </p>
      )}
    </Card>
  )
}

function signed(amount: number): string {
  return amount < 0 ? `−${usd(-amount)}` : usd(amount === 0 ? 0 : amount)
}

function hours(minutes: number): string {
  return minutes < 90 ? `${minutes.toFixed(0)} min` : `${(minutes / 60).toFixed(1)} h`
}

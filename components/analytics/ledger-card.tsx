import { Card } from '@/components/ui/card'
import { plural, usd } from '@/components/ui/format'
import type { SavingsLedger } from '@/lib/usage/analytics-schema'

/** What the cache brought, line by line, after paying the people who approve its answers. */
export function LedgerCard({ ledger }: { ledger: SavingsLedger }) {
  const lines = [
    { label: 'What models would have cost', amount: ledger.avoided_usd },
    { label: 'Price of the hits', amount: -ledger.hit_cost_usd },
    ...(ledger.helper_usd > 0
      ? [{ label: 'Models asked to place questions', amount: -ledger.helper_usd }]
      : []),
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

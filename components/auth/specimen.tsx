import { BadgeCheck } from 'lucide-react'
import { SlotChip } from '@/components/ui/template-text'

const phrasings = [
  ['I need to cancel order ', '#12345'],
  ['cancel my order ', '67890'],
  ['please stop shipment of order ', 'ABC-999'],
] as const

/** What the product does, as one picture: three ways to ask, one approved answer. Decorative. */
export function Specimen() {
  return (
    <div className="flex h-full items-center justify-center p-12">
      <div className="flex w-full max-w-lg flex-col gap-5">
        <ul className="flex flex-col items-start gap-2.5">
          {phrasings.map(([text, literal], index) => (
            <li
              key={literal}
              style={{ marginInlineStart: `${index * 1.75}rem` }}
              className="rounded-xl rounded-bl-xs border border-line bg-surface px-4 py-2.5 text-md shadow-low"
            >
              {text}
              <mark className="rounded-xs bg-slot-soft px-1 text-slot-text">{literal}</mark>
            </li>
          ))}
        </ul>
        <div className="ml-9 h-8 w-px bg-line-strong" />
        <article className="rounded-xl border border-line bg-surface p-6 shadow-mid">
          <p className="flex items-center gap-2 font-mono text-sm text-ink-2">
            cancel_order
            <span className="ml-auto inline-flex items-center gap-1.5 font-sans font-medium text-good-text">
              <BadgeCheck className="size-4" /> Approved by a person
            </span>
          </p>
          <p className="mt-4 text-lg leading-7.5">
            To cancel order <SlotChip name="order_id" />, open “My orders”, choose it, and press “Cancel
            order”. As long as it has not left the warehouse, it is stopped at once.
          </p>
          <p className="mt-5 flex gap-6 border-t border-line pt-4 text-sm text-ink-3 tabular-nums">
            <span>version 3</span>
            <span>served in 0.4 ms</span>
            <span>signed, audited, reversible</span>
          </p>
        </article>
      </div>
    </div>
  )
}

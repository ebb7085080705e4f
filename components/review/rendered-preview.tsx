'use client'

import { CircleSlash } from 'lucide-react'
import { useMemo } from 'react'
import { Disclosure } from '@/components/ui/disclosure'
import type { TemplateSlot } from '@/lib/entries/schema'
import { hostileValues } from '@/lib/safety/hostile-values'
import { safeSlotValue } from '@/lib/safety/safe-slot-value'
import { fill } from '@/lib/safety/template'

const examples: Record<string, string> = {
  order_id: '67890',
  tracking_number: '1Z999AA10123456784',
  invoice_id: 'INV-2041',
  email: 'customer@example.com',
  phone: '+1 202 555 0143',
  date: '2026-03-14',
  amount: '49.90 EUR',
  card: '4242 4242 4242 4242',
  iban: 'DE89 3704 0044 0532 0130 00',
  url: 'https://example.com',
  number: '42',
}

/** The answer as a customer would read it. */
export function RenderedPreview({ template, slots }: { template: string; slots: readonly TemplateSlot[] }) {
  const text = useMemo(() => fill(template, (name) => exampleFor(name, slots)), [template, slots])
  return <p className="text-md leading-7 [overflow-wrap:anywhere] whitespace-pre-wrap">{text}</p>
}

function exampleFor(name: string, slots: readonly TemplateSlot[]): string | undefined {
  const slot = slots.find((one) => one.name === name)
  if (!slot) return undefined
  return examples[slot.type] ?? 'ABC-999'
}

/** What happens when somebody sends an attack where a value is expected. Always shown as text. */
export function HostilePreview({ template, slots }: { template: string; slots: readonly TemplateSlot[] }) {
  const cases = useMemo(
    () =>
      hostileValues.map(({ name, value }) => {
        const passed = safeSlotValue(value)
        return { name, value, text: passed === null ? null : fill(template, () => passed) }
      }),
    [template],
  )
  if (slots.length === 0) {
    return (
      <p className="text-base text-ink-2">
        This answer has no slots: nothing a customer writes gets into it.
      </p>
    )
  }
  const refused = cases.filter((one) => one.text === null).length
  return (
    <div className="flex flex-col gap-3">
      <p className="text-base text-ink-2">
        {refused} of {cases.length} hostile values are refused: the cache stays silent and the model answers.
        The rest come out as plain text.
      </p>
      <ul className="divide-y divide-line rounded-md border border-line">
        {cases.map((one) => (
          <li key={one.name} className="px-3 py-2">
            {one.text === null ? (
              <p className="flex items-center gap-2 text-sm">
                <CircleSlash aria-hidden className="size-3.5 shrink-0 text-good-text" />
                <span className="w-28 shrink-0 font-medium">{one.name}</span>
                <code className="min-w-0 truncate font-mono text-ink-3">{visible(one.value)}</code>
                <span className="ml-auto shrink-0 text-good-text">refused</span>
              </p>
            ) : (
              <Disclosure
                summary={
                  <span className="flex min-w-0 flex-1 items-center gap-2 text-sm">
                    <span className="w-28 shrink-0 font-medium text-ink">{one.name}</span>
                    <code className="min-w-0 truncate font-mono text-ink-3">{visible(one.value)}</code>
                    <span className="ml-auto shrink-0">as text</span>
                  </span>
                }
              >
                <p className="text-base [overflow-wrap:anywhere] whitespace-pre-wrap text-ink-2">
                  {visible(one.text, 600)}
                </p>
              </Disclosure>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Unseen characters made visible, and endless values cut. */
function visible(value: string, limit = 60): string {
  const shown = value
    .slice(0, limit + 1)
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, (character) =>
      character === '\n' ? '⏎' : `⟨${(character.codePointAt(0) ?? 0).toString(16)}⟩`,
    )
  return value.length > limit ? `${shown}…` : shown
}

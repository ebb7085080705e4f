import clsx from 'clsx'
import { placeholdersOf } from '@/lib/safety/template'

type TemplateTextProps = {
  text: string
  /** Slots the intent knows; others are shown as unknown. Left out: all are taken as known. */
  known?: readonly string[]
  /** For rows: line breaks become blanks, and the parent truncates. */
  oneLine?: boolean
  className?: string
}

/** An answer template with its `{{slots}}` as chips. Always text, never markup. */
export function TemplateText({ text, known, oneLine, className }: TemplateTextProps) {
  return (
    <span
      className={clsx(
        oneLine ? 'whitespace-nowrap' : '[overflow-wrap:anywhere] whitespace-pre-wrap',
        className,
      )}
    >
      {partsOf(text).map((part, index) =>
        part.slot === null ? (
          part.text
        ) : (
          <SlotChip
            key={index}
            name={part.slot}
            unknown={known !== undefined && !known.includes(part.slot)}
          />
        ),
      )}
    </span>
  )
}

function partsOf(text: string): { text: string; slot: string | null }[] {
  const parts: { text: string; slot: string | null }[] = []
  let from = 0
  for (const slot of placeholdersOf(text)) {
    parts.push({ text: text.slice(from, slot.start), slot: null }, { text: '', slot: slot.name })
    from = slot.end
  }
  parts.push({ text: text.slice(from), slot: null })
  return parts
}

export function SlotChip({ name, unknown }: { name: string; unknown?: boolean }) {
  return (
    <span
      className={clsx(
        'mx-px rounded-xs px-1 py-px font-mono text-[0.875em]',
        unknown ? 'bg-bad-soft text-bad-text' : 'bg-slot-soft text-slot-text',
      )}
    >
      <span className="sr-only">slot </span>
      {name}
      {unknown && <span className="sr-only"> (unknown)</span>}
    </span>
  )
}

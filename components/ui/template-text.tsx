import clsx from 'clsx'
import { Fragment } from 'react'
import { placeholdersOf } from '@/lib/safety/template'

type TemplateTextProps = {
  text: string
  /** Slots the intent knows; others are shown as unknown. Left out: all are taken as known. */
  known?: readonly string[]
  className?: string
}

/** An answer template with its `{{slots}}` as chips. Always text, never markup. */
export function TemplateText({ text, known, className }: TemplateTextProps) {
  let from = 0
  const parts = placeholdersOf(text).map((slot) => {
    const before = text.slice(from, slot.start)
    from = slot.end
    return (
      <Fragment key={slot.start}>
        {before}
        <SlotChip name={slot.name} unknown={known !== undefined && !known.includes(slot.name)} />
      </Fragment>
    )
  })
  return (
    <span className={clsx('[overflow-wrap:anywhere] whitespace-pre-wrap', className)}>
      {parts}
      {text.slice(from)}
    </span>
  )
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

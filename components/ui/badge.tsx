import clsx from 'clsx'
import type { ComponentProps } from 'react'

export type Tone = 'neutral' | 'accent' | 'good' | 'warn' | 'bad' | 'slot'

const tones: Record<Tone, string> = {
  neutral: 'bg-press text-ink-2',
  accent: 'bg-accent-soft text-accent-text',
  good: 'bg-good-soft text-good-text',
  warn: 'bg-warn-soft text-warn-text',
  bad: 'bg-bad-soft text-bad-text',
  slot: 'bg-slot-soft text-slot-text',
}
const dots: Record<Tone, string> = {
  neutral: 'bg-ink-3',
  accent: 'bg-accent',
  good: 'bg-good',
  warn: 'bg-warn',
  bad: 'bg-bad',
  slot: 'bg-slot',
}

type BadgeProps = ComponentProps<'span'> & { tone?: Tone; dot?: boolean; mono?: boolean }

/** A short state or property. Colour never carries the meaning alone: the word does. */
export function Badge({ tone = 'neutral', dot, mono, className, children, ...props }: BadgeProps) {
  return (
    <span
      {...props}
      className={clsx(
        'inline-flex h-5 max-w-full items-center gap-1.5 rounded-sm px-1.5 text-xs font-medium whitespace-nowrap',
        '[&_svg]:size-3 [&_svg]:shrink-0',
        mono && 'font-mono',
        tones[tone],
        className,
      )}
    >
      {dot && <Dot tone={tone} />}
      {children}
    </span>
  )
}

function Dot({ tone = 'neutral', className }: { tone?: Tone; className?: string }) {
  return <span aria-hidden className={clsx('size-1.5 shrink-0 rounded-full', dots[tone], className)} />
}

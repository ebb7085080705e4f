import clsx from 'clsx'
import type { ComponentProps } from 'react'
import { Slot } from 'radix-ui/slot'

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'good' | 'danger' | 'danger-quiet'
type ButtonSize = 'sm' | 'md' | 'lg' | 'icon' | 'icon-sm'

const variants: Record<ButtonVariant, string> = {
  primary: 'bg-accent text-accent-ink hover:bg-accent-hover shadow-low',
  secondary: 'border border-line-strong bg-surface text-ink hover:bg-hover shadow-low',
  quiet: 'text-ink-2 hover:bg-hover hover:text-ink active:bg-press',
  good: 'bg-good text-good-ink hover:bg-good-hover shadow-low',
  danger: 'bg-bad text-bad-ink hover:bg-bad-hover shadow-low',
  'danger-quiet': 'border border-line-strong bg-surface text-bad-text hover:bg-bad-soft shadow-low',
}

const sizes: Record<ButtonSize, string> = {
  sm: 'h-7 gap-1.5 px-2.5 text-sm rounded-sm [&_svg]:size-3.5',
  md: 'h-8.5 gap-2 px-3.5 text-base rounded-md [&_svg]:size-4',
  lg: 'h-10 gap-2 px-5 text-md rounded-md [&_svg]:size-4.5',
  icon: 'size-8.5 rounded-md [&_svg]:size-4',
  'icon-sm': 'size-7 rounded-sm [&_svg]:size-3.5',
}

export type ButtonProps = ComponentProps<'button'> & {
  variant?: ButtonVariant
  size?: ButtonSize
  /** Renders the child element (a link) with the button's look. */
  asChild?: boolean
  /** Work is under way: the button keeps its width, refuses clicks and says so to screen readers. */
  busy?: boolean
}

export function Button({
  variant = 'secondary',
  size = 'md',
  asChild = false,
  busy = false,
  className,
  disabled,
  ...props
}: ButtonProps) {
  const Element = asChild ? Slot : 'button'
  return (
    <Element
      {...(asChild ? {} : { type: 'button' as const })}
      {...props}
      disabled={asChild ? undefined : disabled || busy}
      aria-busy={busy || undefined}
      className={clsx(
        'inline-flex shrink-0 items-center justify-center font-medium whitespace-nowrap select-none',
        'transition-colors duration-100 disabled:cursor-not-allowed disabled:opacity-50',
        '[&_svg]:shrink-0',
        busy && 'animate-shimmer',
        variants[variant],
        sizes[size],
        className,
      )}
    />
  )
}

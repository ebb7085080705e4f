'use client'

import clsx from 'clsx'
import { Check, Minus } from 'lucide-react'
import type { ReactNode } from 'react'

type CheckboxProps = {
  checked: boolean | 'indeterminate'
  onChange: (checked: boolean) => void
  'aria-label'?: string
  id?: string
  disabled?: boolean
  tabIndex?: number
}

export function Checkbox({ checked, onChange, ...props }: CheckboxProps) {
  const some = checked === 'indeterminate'
  return (
    <button
      {...props}
      type="button"
      role="checkbox"
      aria-checked={some ? 'mixed' : checked}
      onClick={() => onChange(checked !== true)}
      // As with a native one, space toggles and Enter does not.
      onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
      className={clsx(
        'grid size-4 shrink-0 place-items-center rounded-xs border transition-colors disabled:opacity-50',
        checked
          ? 'border-accent bg-accent text-accent-ink'
          : 'border-line-field bg-surface hover:border-ink-3',
      )}
    >
      {some && <Minus aria-hidden className="size-3" strokeWidth={3} />}
      {checked === true && <Check aria-hidden className="size-3" strokeWidth={3} />}
    </button>
  )
}

/** A checkbox with its label; the whole line is the target. */
export function CheckboxLine({
  children,
  className,
  ...props
}: CheckboxProps & { children: ReactNode; className?: string }) {
  return (
    <label className={clsx('flex items-start gap-2.5 text-base', className)}>
      <span className="mt-0.5 flex">
        <Checkbox {...props} />
      </span>
      <span>{children}</span>
    </label>
  )
}

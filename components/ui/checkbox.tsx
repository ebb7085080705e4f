'use client'

import clsx from 'clsx'
import { Check, Minus } from 'lucide-react'
import * as Primitive from 'radix-ui/checkbox'
import * as SwitchPrimitive from 'radix-ui/switch'
import type { ReactNode } from 'react'

type CheckboxProps = {
  checked: boolean | 'indeterminate'
  onChange: (checked: boolean) => void
  'aria-label'?: string
  id?: string
  disabled?: boolean
  tabIndex?: number
}

export function Checkbox({ onChange, ...props }: CheckboxProps) {
  return (
    <Primitive.Root
      {...props}
      onCheckedChange={(next) => onChange(next === true)}
      className="grid size-4 shrink-0 place-items-center rounded-xs border border-line-field bg-surface transition-colors hover:border-ink-3 disabled:opacity-50 data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:border-accent data-[state=indeterminate]:bg-accent"
    >
      <Primitive.Indicator className="text-accent-ink">
        {props.checked === 'indeterminate' ? (
          <Minus aria-hidden className="size-3" strokeWidth={3} />
        ) : (
          <Check aria-hidden className="size-3" strokeWidth={3} />
        )}
      </Primitive.Indicator>
    </Primitive.Root>
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

type SwitchProps = {
  checked: boolean
  onChange: (checked: boolean) => void
  'aria-label'?: string
  id?: string
  disabled?: boolean
}

/** On or off, at once. For choices that wait for "Save", use a checkbox. */
export function Switch({ onChange, ...props }: SwitchProps) {
  return (
    <SwitchPrimitive.Root
      {...props}
      onCheckedChange={onChange}
      className="inline-flex h-5 w-9 shrink-0 items-center rounded-full bg-line-field px-0.5 transition-colors disabled:opacity-50 data-[state=checked]:bg-accent"
    >
      <SwitchPrimitive.Thumb className="size-4 rounded-full bg-surface shadow-low transition-transform data-[state=checked]:translate-x-4" />
    </SwitchPrimitive.Root>
  )
}

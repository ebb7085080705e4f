'use client'

import clsx from 'clsx'
import { Check } from 'lucide-react'
import * as Primitive from 'radix-ui/dropdown-menu'
import type { ComponentProps, ReactNode } from 'react'

type MenuProps = {
  trigger: ReactNode
  children: ReactNode
  align?: 'start' | 'end'
  className?: string
  /** For what is loaded on demand. */
  defaultOpen?: boolean
}

/** A menu of actions. `trigger` is one button element. */
export function Menu({ trigger, children, align = 'end', className, defaultOpen = false }: MenuProps) {
  return (
    <Primitive.Root defaultOpen={defaultOpen}>
      <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className={clsx(
            'z-50 min-w-48 animate-pop rounded-lg border border-line bg-raised p-1 shadow-mid',
            className,
          )}
        >
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}

const row =
  'flex h-8 items-center gap-2.5 rounded-sm px-2 text-base outline-none select-none data-highlighted:bg-hover data-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-3'

type ItemProps = ComponentProps<typeof Primitive.Item> & { tone?: 'bad' }

export function MenuItem({ tone, className, ...props }: ItemProps) {
  return <Primitive.Item {...props} className={clsx(row, tone === 'bad' && 'text-bad-text', className)} />
}

type ChoiceProps<T extends string> = {
  label: string
  value: T
  onChange: (value: T) => void
  options: readonly { value: T; label: string; icon?: ReactNode }[]
}

export function MenuChoice<T extends string>({ label, value, onChange, options }: ChoiceProps<T>) {
  return (
    <Primitive.Group>
      <MenuLabel>{label}</MenuLabel>
      <Primitive.RadioGroup value={value} onValueChange={(next) => onChange(next as T)}>
        {options.map((option) => (
          <Primitive.RadioItem key={option.value} value={option.value} className={row}>
            {option.icon}
            <span className="flex-1 truncate">{option.label}</span>
            <Primitive.ItemIndicator>
              <Check aria-hidden />
            </Primitive.ItemIndicator>
          </Primitive.RadioItem>
        ))}
      </Primitive.RadioGroup>
    </Primitive.Group>
  )
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <Primitive.Label className="px-2 pt-2 pb-1 text-xs text-ink-3">{children}</Primitive.Label>
}

export function MenuSeparator() {
  return <Primitive.Separator className="mx-1 my-1 h-px bg-line" />
}

'use client'

import clsx from 'clsx'
import { Check, ChevronDown } from 'lucide-react'
import * as Primitive from 'radix-ui/select'
import { selectLook } from './select-look'

type SelectOption<T extends string> = { value: T; label: string; hint?: string }

export type SelectProps<T extends string> = {
  value: T
  onChange: (value: T) => void
  options: readonly SelectOption<T>[]
  'aria-label'?: string
  id?: string
  'aria-describedby'?: string
  'aria-invalid'?: true
  disabled?: boolean
  className?: string
  /** For filters in a toolbar: a lighter edge than a form's field. */
  quiet?: boolean
  /** Shown before the value, e.g. "Risk". */
  prefix?: string
  /** For what is loaded on demand. */
  defaultOpen?: boolean
}

/** A list of choices. Values must not be empty strings: use "all" for "no filter". */
export function Select<T extends string>({
  value,
  onChange,
  options,
  className,
  prefix,
  disabled,
  quiet,
  defaultOpen = false,
  ...trigger
}: SelectProps<T>) {
  return (
    <Primitive.Root
      value={value}
      onValueChange={(next) => onChange(next as T)}
      defaultOpen={defaultOpen}
      {...(disabled ? { disabled } : {})}
    >
      <Primitive.Trigger {...trigger} className={clsx(selectLook(quiet), className)}>
        {prefix && <span className="text-ink-3">{prefix}</span>}
        <span className="min-w-0 flex-1 truncate">
          <Primitive.Value />
        </span>
        <ChevronDown aria-hidden className="size-3.5 shrink-0 text-ink-3" />
      </Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          position="popper"
          sideOffset={4}
          className="z-50 max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) animate-pop overflow-hidden rounded-lg border border-line bg-raised shadow-mid"
        >
          <Primitive.Viewport className="p-1">
            {options.map((option) => (
              <Primitive.Item
                key={option.value}
                value={option.value}
                className="flex items-center gap-2 rounded-sm py-1.5 pr-3 pl-2 text-base outline-none select-none data-highlighted:bg-hover"
              >
                <span className="grid size-4 place-items-center">
                  <Primitive.ItemIndicator>
                    <Check aria-hidden className="size-3.5 text-accent-text" />
                  </Primitive.ItemIndicator>
                </span>
                <Primitive.ItemText>{option.label}</Primitive.ItemText>
                {option.hint && <span className="ml-auto pl-4 text-sm text-ink-3">{option.hint}</span>}
              </Primitive.Item>
            ))}
          </Primitive.Viewport>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}

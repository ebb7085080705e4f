'use client'

import clsx from 'clsx'
import { ChevronDown } from 'lucide-react'
import { useState } from 'react'
import type { Select, SelectProps } from './select'
import { selectLook } from './select-look'

const load = () => import('./select').then((module) => module.Select)

/** A `Select` for toolbars of the first page: looks the same, and is loaded when somebody comes near. */
export function QuietSelect<T extends string>(props: Omit<SelectProps<T>, 'quiet' | 'defaultOpen'>) {
  const [loaded, setLoaded] = useState<{ Real: typeof Select } | null>(null)
  if (loaded) return <loaded.Real {...props} quiet defaultOpen />
  const approach = () => void load().catch(() => {})
  const open = () => void load().then((Real) => setLoaded({ Real }))
  return (
    <button
      type="button"
      // eslint-disable-next-line jsx-a11y/role-has-required-aria-props -- closed: there is no list to control yet
      role="combobox"
      aria-expanded={false}
      aria-haspopup="listbox"
      aria-label={props['aria-label']}
      className={clsx(selectLook(true), props.className)}
      onPointerEnter={approach}
      onFocus={approach}
      onClick={open}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
        event.preventDefault()
        open()
      }}
    >
      <span className="min-w-0 flex-1 truncate">
        {props.options.find((option) => option.value === props.value)?.label}
      </span>
      <ChevronDown aria-hidden className="size-3.5 shrink-0 text-ink-3" />
    </button>
  )
}

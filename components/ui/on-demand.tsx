'use client'

import { cloneElement, useState, type ComponentType, type KeyboardEvent, type ReactElement } from 'react'

type Trigger = ReactElement<{
  'aria-haspopup'?: 'menu' | 'dialog'
  'aria-expanded'?: boolean
  onPointerEnter?: () => void
  onFocus?: () => void
  onClick?: () => void
  onKeyDown?: (event: KeyboardEvent) => void
}>

/** What is loaded: it renders the trigger itself and begins open. */
export type OnDemandProps = { trigger: ReactElement }

type Props<P extends object> = {
  trigger: ReactElement
  kind: 'menu' | 'dialog'
  /** The dynamic import; it is asked for when the pointer or the focus comes near. */
  load: () => Promise<ComponentType<P & OnDemandProps>>
  /** What else it takes. */
  props: P
}

/**
 * A button that opens something which most visits never open: its code is loaded on approach, and takes
 * the button over when it is pressed.
 */
export function OnDemand<P extends object>({ trigger, kind, load, props }: Props<P>) {
  const [loaded, setLoaded] = useState<{ Content: ComponentType<P & OnDemandProps> } | null>(null)
  if (loaded) return <loaded.Content {...props} trigger={trigger} />
  const approach = () => void load().catch(() => {})
  const open = () => void load().then((Content) => setLoaded({ Content }))
  return cloneElement(trigger as Trigger, {
    'aria-haspopup': kind,
    'aria-expanded': false,
    onPointerEnter: approach,
    onFocus: approach,
    onClick: open,
    onKeyDown: (event) => {
      if (event.key !== 'ArrowDown') return
      event.preventDefault()
      open()
    },
  })
}

'use client'

import * as Primitive from 'radix-ui/tooltip'
import type { ReactNode } from 'react'
import { Kbd } from './kbd'

type TooltipProps = {
  content: ReactNode
  children: ReactNode
  keys?: string
  side?: 'top' | 'right' | 'bottom' | 'left'
}

/** Says what an icon button does, or more about a word. The child must take focus and a ref. */
export function Tooltip({ content, children, keys, side = 'top' }: TooltipProps) {
  return (
    <Primitive.Provider delayDuration={350}>
      <Primitive.Root>
        <Primitive.Trigger asChild>{children}</Primitive.Trigger>
        <Primitive.Portal>
          <Primitive.Content
            side={side}
            sideOffset={6}
            collisionPadding={8}
            className="z-50 flex max-w-80 animate-appear items-center gap-2 rounded-md border border-line bg-raised px-2.5 py-1.5 text-sm text-ink shadow-mid"
          >
            {content}
            {keys && <Kbd>{keys}</Kbd>}
          </Primitive.Content>
        </Primitive.Portal>
      </Primitive.Root>
    </Primitive.Provider>
  )
}

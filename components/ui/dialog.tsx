'use client'

import clsx from 'clsx'
import { X } from 'lucide-react'
import * as Primitive from 'radix-ui/dialog'
import type { ReactNode } from 'react'
import { Button } from './button'

type DialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  description?: ReactNode
  children?: ReactNode
  /** Buttons, right-aligned; the safe one first. */
  footer?: ReactNode
  width?: 'sm' | 'md' | 'lg' | 'xl'
}

const widths = { sm: 'max-w-md', md: 'max-w-lg', lg: 'max-w-2xl', xl: 'max-w-5xl' }

/** A modal question. Focus is trapped and returned; Escape closes. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  children,
  footer,
  width = 'sm',
}: DialogProps) {
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 animate-appear bg-veil" />
        <div className="pointer-events-none fixed inset-0 z-50 grid grid-cols-[minmax(0,1fr)] place-items-center overflow-y-auto p-4">
          <Primitive.Content
            {...(description ? {} : { 'aria-describedby': undefined })}
            className={clsx(
              'pointer-events-auto relative flex max-h-[calc(100dvh-2rem)] w-full animate-pop flex-col rounded-xl border border-line bg-raised shadow-high',
              widths[width],
            )}
          >
            <header className="flex flex-col gap-1 px-5 pt-5 pr-14">
              <Primitive.Title className="text-lg font-semibold tracking-tight">{title}</Primitive.Title>
              {description && (
                <Primitive.Description asChild>
                  <div className="text-base text-ink-2">{description}</div>
                </Primitive.Description>
              )}
            </header>
            <Primitive.Close asChild>
              <Button variant="quiet" size="icon-sm" aria-label="Close" className="absolute top-4 right-4">
                <X aria-hidden />
              </Button>
            </Primitive.Close>
            <div className="scroll-quiet flex min-h-0 flex-1 flex-col gap-4 px-5 py-4">{children}</div>
            {footer && (
              <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3.5">
                {footer}
              </footer>
            )}
          </Primitive.Content>
        </div>
      </Primitive.Portal>
    </Primitive.Root>
  )
}

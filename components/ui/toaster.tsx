'use client'

import { Toaster as Sonner } from 'sonner'

/**
 * Where `toast()` of sonner appears. Errors that belong to a field are shown at the field instead.
 * `lifted`: something of the page's own lies in that corner.
 */
export function Toaster({ lifted = false }: { lifted?: boolean }) {
  const bottom = lifted ? '9rem' : '4.75rem'
  return (
    <Sonner
      position="bottom-right"
      gap={8}
      // Above the decision bar: a toast must never lie over the next decision's buttons.
      offset={{ bottom, right: '1rem' }}
      mobileOffset={{ bottom, right: '1rem', left: '1rem' }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex min-h-13 w-[22rem] font-sans! max-w-[calc(100vw-2rem)] items-center gap-3 rounded-lg border border-line bg-raised px-4 py-3 text-base text-ink shadow-mid',
          title: 'font-medium',
          description: 'text-sm text-ink-2',
          icon: 'shrink-0',
          success: '[&_[data-icon]]:text-good-text',
          error: '[&_[data-icon]]:text-bad-text',
          content: 'min-w-0 flex-1',
          actionButton:
            'shrink-0 rounded-sm border border-line-strong bg-surface px-2.5 py-1 text-sm font-medium hover:bg-hover',
        },
      }}
    />
  )
}

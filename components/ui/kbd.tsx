import type { ReactNode } from 'react'

export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-grid h-4.5 min-w-4.5 place-items-center rounded-xs border border-line-strong bg-sunken px-1 font-mono text-2xs leading-none text-ink-2">
      {children}
    </kbd>
  )
}

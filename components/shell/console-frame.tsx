'use client'

import { Menu as MenuIcon } from 'lucide-react'
import dynamic from 'next/dynamic'
import { usePathname } from 'next/navigation'
import { useState, type ReactNode } from 'react'
import { StepUpDialog } from '@/components/data/step-up-dialog'
import { Button } from '@/components/ui/button'
import { Toaster } from '@/components/ui/toaster'
import { CommandPalette } from './command-palette'
import { DecisionNoteRegion } from './decision-note'
import { useDecisionNote } from './decision-note-store'
import { GoKeys } from './go-keys'
import { Mark } from './mark'
import { isCurrent, navigation } from './navigation'
import { ShortcutSheet } from './shortcut-sheet'
import { Sidebar } from './sidebar'

// Loaded when first wanted.
const Sheet = dynamic(() => import('@/components/ui/sheet').then((module) => module.Sheet), { ssr: false })

/** Sidebar and main area; on a phone a bar with a drawer. The main area scrolls, not the page. */
export function ConsoleFrame({ children }: { children: ReactNode }) {
  return (
    <>
      <a
        href="#main"
        className="sr-only z-50 rounded-md bg-accent px-4 py-2 font-medium text-accent-ink focus:not-sr-only focus:fixed focus:top-3 focus:left-3"
      >
        Skip to content
      </a>
      <div className="flex h-dvh flex-col lg:flex-row">
        <PhoneBar />
        <aside className="hidden w-58 shrink-0 border-r border-line lg:block">
          <Sidebar />
        </aside>
        <main
          id="main"
          tabIndex={-1}
          className="min-h-0 min-w-0 flex-1 overflow-y-auto focus-visible:outline-none"
        >
          {children}
        </main>
      </div>
      <CommandPalette />
      <ShortcutSheet />
      <GoKeys />
      <StepUpDialog />
      <Notices />
    </>
  )
}

function Notices() {
  const note = useDecisionNote()
  return (
    <>
      <DecisionNoteRegion />
      <Toaster lifted={note !== null} />
    </>
  )
}

function PhoneBar() {
  const [open, setOpen] = useState(false)
  const pathname = usePathname()
  const place = navigation.find((item) => isCurrent(item.href, pathname))
  return (
    <header className="flex h-12 shrink-0 items-center gap-2.5 border-b border-line px-3 lg:hidden">
      <Button variant="quiet" size="icon" aria-label="Open navigation" onClick={() => setOpen(true)}>
        <MenuIcon aria-hidden />
      </Button>
      <Mark className="size-6" />
      <span className="text-base font-semibold">{place?.label ?? 'L0 Cache'}</span>
      {open && (
        <Sheet open onOpenChange={setOpen} title="L0 Cache" side="left">
          <Sidebar onNavigate={() => setOpen(false)} />
        </Sheet>
      )}
    </header>
  )
}

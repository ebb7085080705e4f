'use client'

import { ServerCrash } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'

export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string }
  reset: () => void
}) {
  return (
    <main className="grid min-h-dvh place-items-center" role="alert">
      <EmptyState
        icon={ServerCrash}
        tone="bad"
        title="This page broke"
        action={
          <>
            <Button variant="primary" onClick={reset}>
              Try again
            </Button>
            <Button asChild>
              {/* A full load on purpose: what broke may be in the page’s own state. */}
              {/* eslint-disable-next-line @next/next/no-html-link-for-pages */}
              <a href="/queue">Back to the queue</a>
            </Button>
          </>
        }
      >
        <p>Nothing you decided was lost: decisions are saved on the server the moment you make them.</p>
        {error.digest && <p className="mt-2 font-mono text-xs text-ink-3">Reference {error.digest}</p>}
      </EmptyState>
    </main>
  )
}

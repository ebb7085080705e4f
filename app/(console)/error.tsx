'use client'

import { ErrorState } from '@/components/ui/error-state'

export default function ConsoleError({ error, reset }: { error: Error; reset: () => void }) {
  return <ErrorState error={error} onRetry={reset} what="this page" className="py-32" />
}

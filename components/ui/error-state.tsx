'use client'

import { CloudOff, Lock, SearchX, ServerCrash } from 'lucide-react'
import { isProblem } from '@/components/data/problem'
import { Button } from './button'
import { EmptyState } from './empty-state'

type ErrorStateProps = { error: unknown; onRetry?: () => void; what?: string; className?: string }

/** A failed load, with what can be done about it. `what` names the thing: "the queue". */
export function ErrorState({ error, onRetry, what = 'this', className }: ErrorStateProps) {
  const { icon, title, text } = wordsFor(error, what)
  return (
    <div role="alert">
      <EmptyState
        icon={icon}
        tone="bad"
        title={title}
        {...(className ? { className } : {})}
        action={onRetry && <Button onClick={onRetry}>Try again</Button>}
      >
        <p>{text}</p>
        {isProblem(error) && error.requestId && (
          <p className="mt-2 font-mono text-xs text-ink-3">Request {error.requestId}</p>
        )}
      </EmptyState>
    </div>
  )
}

function wordsFor(error: unknown, what: string) {
  if (!isProblem(error)) {
    return {
      icon: ServerCrash,
      title: `Couldn’t load ${what}`,
      text: 'Something broke on this page. Trying again may help.',
    }
  }
  if (error.code === 'network') {
    return {
      icon: CloudOff,
      title: 'You seem to be offline',
      text: 'Nothing was lost. We try again by ourselves when the connection is back.',
    }
  }
  if (error.code === 'forbidden') return { icon: Lock, title: 'Not open to your role', text: error.detail }
  if (error.code === 'not_found') return { icon: SearchX, title: 'Not found', text: error.detail }
  return { icon: ServerCrash, title: `Couldn’t load ${what}`, text: error.detail }
}

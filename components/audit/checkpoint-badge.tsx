'use client'

import { useQuery } from '@tanstack/react-query'
import { BadgeCheck, ShieldAlert, ShieldQuestion } from 'lucide-react'
import { Badge } from '@/components/ui/badge'
import { CopyButton } from '@/components/ui/copy-button'
import { plural } from '@/components/ui/format'
import { Popover } from '@/components/ui/popover'
import { Skeleton } from '@/components/ui/skeleton'
import { RelativeTime } from '@/components/ui/time'
import { logStateQuery, type LogState } from './queries'

/** "Verified through #1,204": opens to the checkpoint that says so. */
export function CheckpointBadge() {
  const query = useQuery(logStateQuery())
  if (query.isPending) return <Skeleton className="h-7 w-44" />
  if (!query.data) return <Badge tone="warn">Verification state unknown</Badge>
  const state = query.data
  const { icon: Icon, look, text } = looks(state)
  return (
    <Popover
      label="How the log was verified"
      align="end"
      className="w-96"
      trigger={
        <button
          type="button"
          className={`inline-flex h-7 items-center gap-1.5 rounded-full px-3 text-sm font-medium ${look}`}
        >
          <Icon aria-hidden className="size-4" />
          {text}
        </button>
      }
    >
      <LogDetails state={state} />
    </Popover>
  )
}

function looks(state: LogState) {
  if (!state.ok) return { icon: ShieldAlert, look: 'bg-bad-soft text-bad-text', text: 'Verification failed' }
  if (!state.checkpoint) {
    return { icon: ShieldQuestion, look: 'bg-press text-ink-2', text: 'No checkpoint yet' }
  }
  return {
    icon: BadgeCheck,
    look: 'bg-good-soft text-good-text',
    text: `Verified through #${state.verified_through.toLocaleString('en')}`,
  }
}

function LogDetails({ state }: { state: LogState }) {
  const { checkpoint } = state
  const since = state.size - state.verified_through
  return (
    <div className="flex flex-col gap-3 text-base">
      {!state.ok && (
        <p role="alert" className="rounded-md bg-bad-soft px-3 py-2 text-bad-text">
          {state.problem ?? 'The stored log does not hash to its newest checkpoint.'}
        </p>
      )}
      {state.ok && checkpoint && (
        <p className="text-ink-2">
          The first {plural(state.verified_through, 'event')} hash to the root that was signed{' '}
          <RelativeTime at={checkpoint.timestamp} />.
          {since > 0 && ` ${plural(since, 'event')} came since; the next checkpoint covers them.`}
        </p>
      )}
      {!checkpoint && (
        <p className="text-ink-2">
          Events are chained as they are written. The first signed checkpoint follows within a minute.
        </p>
      )}
      {checkpoint && (
        <>
          <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1 text-sm">
            <dt className="text-ink-3">Size</dt>
            <dd className="tabular-nums">{checkpoint.size.toLocaleString('en')}</dd>
            <dt className="text-ink-3">Root</dt>
            <dd className="font-mono text-xs break-all">{checkpoint.root}</dd>
            <dt className="text-ink-3">Key</dt>
            <dd className="font-mono text-xs">{checkpoint.key_id}</dd>
          </dl>
          <CopyButton text={checkpoint.note} label="Copy the signed checkpoint" className="self-start" />
        </>
      )}
    </div>
  )
}

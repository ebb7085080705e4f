'use client'

import { useQuery } from '@tanstack/react-query'
import { ExternalLink } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { Badge } from '@/components/ui/badge'
import { CopyButton } from '@/components/ui/copy-button'
import { ErrorState } from '@/components/ui/error-state'
import { SkeletonText } from '@/components/ui/skeleton'
import { RiskBadge } from '@/components/ui/state-badges'
import { RelativeTime } from '@/components/ui/time'
import type { AuditEvent } from '@/lib/audit/schema'
import { ChangeTable } from './change-table'
import { ProofBox } from './proof-box'
import { auditEventQuery } from './queries'

/** Everything the log knows of one event. */
export function EventDetail({ id, known }: { id: string; known: AuditEvent | undefined }) {
  const query = useQuery({ ...auditEventQuery(id), ...(known ? { initialData: known } : {}) })
  if (query.isPending) return <SkeletonText lines={10} className="p-5" />
  if (!query.data) {
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} what="the event" />
  }
  const event = query.data
  return (
    <div className="flex flex-col gap-6 px-5 py-5">
      <Facts event={event} />
      {event.reason && (
        <Part title="Reason">
          <p className="text-md [overflow-wrap:anywhere] whitespace-pre-wrap">{event.reason}</p>
        </Part>
      )}
      <Part title="Change">
        <ChangeTable before={event.before} after={event.after} />
      </Part>
      {event.personal && Object.keys(event.personal).length > 0 && (
        <Part title="Personal data">
          <PersonalFields fields={event.personal} />
        </Part>
      )}
      <Part title="Proof">
        <ProofBox event={event} key={event.id} />
      </Part>
    </div>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3 className="eyebrow mb-2">{title}</h3>
      {children}
    </section>
  )
}

const pages: Record<string, string> = {
  proposal: '/queue',
  entry: '/entries',
  release: '/normalizer/releases',
}

function Facts({ event }: { event: AuditEvent }) {
  const page = pages[event.target.type]
  return (
    <dl className="grid grid-cols-[5rem_minmax(0,1fr)] gap-x-4 gap-y-2 text-base">
      <Fact label="When">
        <RelativeTime at={event.at} /> <span className="text-ink-3">· {event.at.replace('T', ' ')}</span>
      </Fact>
      <Fact label="Actor">
        <Party label={event.actor.label} id={event.actor.id} kind={event.actor.type.replace('_', ' ')} />
      </Fact>
      <Fact label="Target">
        <Party
          label={event.target.label}
          id={event.target.id}
          kind={event.target.type.replace('_', ' ')}
          link={
            page && (
              <Link
                href={`${page}/${encodeURIComponent(event.target.id)}`}
                className="inline-flex items-center gap-1 text-sm font-medium text-accent-text hover:underline"
              >
                Open
                <ExternalLink aria-hidden className="size-3" />
              </Link>
            )
          }
        />
      </Fact>
      <Fact label="Risk">
        <RiskBadge risk={event.risk} suffix="" />
      </Fact>
      <Fact label="Type">
        <code className="font-mono text-sm">{event.type}</code>
      </Fact>
      <Fact label="Event">
        <Id id={event.id} />
      </Fact>
      {event.request_id && (
        <Fact label="Request">
          <Id id={event.request_id} />
        </Fact>
      )}
    </dl>
  )
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-sm leading-5.5 text-ink-3">{label}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  )
}

function Party({
  label,
  id,
  kind,
  link,
}: {
  label: string | null
  id: string
  kind: string
  link?: ReactNode
}) {
  return (
    <>
      <span className="flex flex-wrap items-center gap-x-2">
        <span className="[overflow-wrap:anywhere]">
          {label ?? (kind === 'user' ? <Erased /> : <span className="text-ink-2">{kind}</span>)}
        </span>
        <span className="text-sm text-ink-3">{kind}</span>
        {link}
      </span>
      <Id id={id} />
    </>
  )
}

function Id({ id }: { id: string }) {
  return (
    <span className="flex min-w-0 items-center gap-1">
      <code className="truncate font-mono text-xs text-ink-2">{id}</code>
      <CopyButton text={id} label={`Copy ${id}`} iconOnly className="!size-5" />
    </span>
  )
}

/** A value that was erased on request; the salted hash in the leaf stays. */
function Erased() {
  return <Badge>Erased</Badge>
}

function PersonalFields({ fields }: { fields: NonNullable<AuditEvent['personal']> }) {
  return (
    <dl className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
      {Object.entries(fields).map(([name, { value, hash }]) => (
        <div key={name} className="grid grid-cols-[7rem_minmax(0,1fr)] gap-x-3 px-3 py-2 text-base">
          <dt className="font-mono text-xs leading-5.5 text-ink-3">{name}</dt>
          <dd className="min-w-0">
            <span className="[overflow-wrap:anywhere]">{value ?? <Erased />}</span>
            <span className="block truncate font-mono text-2xs text-ink-3" title={hash}>
              {hash}
            </span>
          </dd>
        </div>
      ))}
    </dl>
  )
}

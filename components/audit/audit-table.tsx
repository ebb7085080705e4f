'use client'

import { useEffect, useRef } from 'react'
import { useKeys } from '@/components/shell/keys'
import { Badge } from '@/components/ui/badge'
import { RiskBadge } from '@/components/ui/state-badges'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { RelativeTime } from '@/components/ui/time'
import type { AuditEvent } from '@/lib/audit/schema'
import { eventTitle } from './event-words'

type AuditTableProps = { events: readonly AuditEvent[]; openId: string | null; onOpen: (id: string) => void }

/** Events newest first. The title is the button; arrows and `j`/`k` move between rows. */
export function AuditTable({ events, openId, onOpen }: AuditTableProps) {
  const body = useRef<HTMLTableSectionElement>(null)
  useKeys((key) => {
    const step = key === 'j' || key === 'ArrowDown' ? 1 : key === 'k' || key === 'ArrowUp' ? -1 : 0
    const buttons = [...(body.current?.querySelectorAll<HTMLElement>('[data-event]') ?? [])]
    if (step === 0 || buttons.length === 0) return false
    const at = buttons.indexOf(document.activeElement as HTMLElement)
    buttons[at === -1 ? 0 : Math.min(Math.max(at + step, 0), buttons.length - 1)]?.focus()
    return true
  })
  const last = useRef(openId)
  useEffect(() => {
    // The sheet gives focus back to nothing when it was opened by its address.
    if (last.current && !openId)
      body.current?.querySelector<HTMLElement>(`[data-event="${CSS.escape(last.current)}"]`)?.focus()
    last.current = openId
  }, [openId])

  return (
    <Table>
      <caption className="sr-only">Audit events, newest first</caption>
      <thead>
        <tr>
          <Th className="text-right">#</Th>
          <Th>Event</Th>
          <Th>Actor</Th>
          <Th>Target</Th>
          <Th>Risk</Th>
          <Th className="text-right">When</Th>
        </tr>
      </thead>
      <tbody ref={body}>
        {events.map((event) => (
          <Tr
            key={event.id}
            aria-selected={event.id === openId}
            onClick={() => onOpen(event.id)}
            className="cursor-pointer"
          >
            <Td className="text-right font-mono text-xs text-ink-3 tabular-nums">{event.seq}</Td>
            <Td className="min-w-44">
              <button
                type="button"
                data-event={event.id}
                onClick={() => onOpen(event.id)}
                className="rounded-sm text-left font-medium"
              >
                {eventTitle(event.type)}
              </button>
              {event.reason && <p className="line-clamp-1 max-w-[44ch] text-sm text-ink-3">{event.reason}</p>}
            </Td>
            <Td className="max-w-56 truncate">
              {event.actor.label ?? (event.actor.type === 'user' ? <Badge>Erased</Badge> : event.actor.id)}
            </Td>
            <Td className="max-w-64">
              <p className="truncate">
                {event.target.label ?? (
                  <span className="font-mono text-sm text-ink-2">{event.target.id}</span>
                )}
              </p>
              <p className="text-sm text-ink-3">{event.target.type.replaceAll('_', ' ')}</p>
            </Td>
            <Td>{event.risk !== 'low' && <RiskBadge risk={event.risk} suffix="" />}</Td>
            <Td className="text-right whitespace-nowrap text-ink-2">
              <RelativeTime at={event.at} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}

'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import clsx from 'clsx'
import Link from 'next/link'
import { useState } from 'react'
import { z } from 'zod'
import { api } from '@/components/data/api'
import { notificationsQuery } from '@/components/data/queries'
import type { OnDemandProps } from '@/components/ui/on-demand'
import { Popover } from '@/components/ui/popover'
import { RelativeTime } from '@/components/ui/time'

/** What happened that concerns you. Closing it marks all as read. */
export function NotificationList({ trigger }: OnDemandProps) {
  const [open, setOpen] = useState(true)
  const client = useQueryClient()
  const items = useQuery(notificationsQuery()).data?.items ?? []
  const unread = items.some((item) => item.read_at === null)
  const markRead = useMutation({
    mutationFn: () => api('POST', '/api/console/notifications/read', z.unknown(), { body: {} }),
    onSettled: () => client.invalidateQueries({ queryKey: notificationsQuery().queryKey }),
  })
  return (
    <Popover
      label="Notifications"
      open={open}
      onOpenChange={(next) => {
        setOpen(next)
        if (!next && unread) markRead.mutate()
      }}
      className="w-84 p-0"
      trigger={trigger}
    >
      <h2 className="border-b border-line px-4 py-2.5 text-base font-semibold">Notifications</h2>
      {items.length === 0 ? (
        <p className="px-4 py-8 text-center text-base text-ink-3">
          Nothing new. Mentions, second approvals and quarantines show up here.
        </p>
      ) : (
        <ul className="scroll-quiet max-h-96 p-1">
          {items.map((item) => (
            <li key={item.id}>
              <Link
                href={item.href}
                onClick={() => setOpen(false)}
                className="flex items-start gap-2.5 rounded-sm px-3 py-2 hover:bg-hover"
              >
                <span
                  aria-hidden
                  className={clsx(
                    'mt-1.5 size-1.5 shrink-0 rounded-full',
                    item.read_at === null && 'bg-accent',
                  )}
                />
                <span className="min-w-0 flex-1">
                  <span className="block text-base">{item.title}</span>
                  <RelativeTime at={item.created_at} className="text-xs text-ink-3" />
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Popover>
  )
}

'use client'

import { useQuery } from '@tanstack/react-query'
import { Bell } from 'lucide-react'
import { notificationsQuery } from '@/components/data/queries'
import { Button } from '@/components/ui/button'
import { OnDemand } from '@/components/ui/on-demand'

const load = () => import('./notification-list').then((module) => module.NotificationList)

/** Says whether there is news; the list is loaded when it is opened. */
export function NotificationBell() {
  const items = useQuery(notificationsQuery()).data?.items ?? []
  const unread = items.filter((item) => item.read_at === null).length
  return (
    <OnDemand
      kind="dialog"
      load={load}
      props={{}}
      trigger={
        <Button
          variant="quiet"
          size="icon"
          className="relative"
          aria-label={unread ? `Notifications, ${unread} unread` : 'Notifications'}
        >
          <Bell aria-hidden />
          {unread > 0 && (
            <span
              aria-hidden
              className="absolute top-1.5 right-1.5 size-2 rounded-full bg-accent ring-2 ring-canvas"
            />
          )}
        </Button>
      }
    />
  )
}

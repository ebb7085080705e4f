'use client'

import { Lock } from 'lucide-react'
import type { ReactNode } from 'react'
import { EmptyState } from '@/components/ui/empty-state'
import { useMe } from './me'

/** A place the person's role has no business in, said without a dead end. `children`: whose it is. */
export function NotForRole({ children }: { children: ReactNode }) {
  const { role } = useMe()
  return (
    <EmptyState icon={Lock} title="Not open to your role">
      {children} You are signed in as {role}; an admin can change that under Settings, People.
    </EmptyState>
  )
}

'use client'

import { createContext, useContext, type ReactNode } from 'react'
import { roleMay, type Permission } from '@/lib/auth/permissions'
import type { Me } from '@/lib/auth/schema'

const MeContext = createContext<Me | null>(null)

export function MeProvider({ me, children }: { me: Me; children: ReactNode }) {
  return <MeContext value={me}>{children}</MeContext>
}

/** The person signed in. Only inside the console. */
export function useMe(): Me {
  const me = useContext(MeContext)
  if (!me) throw new Error('useMe is for pages inside the console')
  return me
}

/** Whether to offer an action. The server decides anyway; this only spares a click that would be refused. */
export function useMay(permission: Permission): boolean {
  return roleMay(useMe().role, permission)
}

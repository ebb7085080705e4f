import type { ReactNode } from 'react'
import { ConsoleFrame } from '@/components/shell/console-frame'
import { MeProvider } from '@/components/shell/me'
import { pageSession } from '@/lib/server/identity/page-session'

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const me = await pageSession()
  return (
    <MeProvider me={me}>
      <ConsoleFrame>{children}</ConsoleFrame>
    </MeProvider>
  )
}

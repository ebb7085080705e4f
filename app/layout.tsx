import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { QueryProvider } from '@/components/data/query-provider'
import { themeCookie, themeOf } from '@/components/shell/theme'
import './globals.css'

export const metadata: Metadata = {
  title: { default: 'L0 Cache', template: '%s · L0 Cache' },
  description: 'Human-approved answers in front of a large language model.',
  robots: { index: false },
}
export const viewport: Viewport = { colorScheme: 'light dark', width: 'device-width', initialScale: 1 }

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = themeOf((await cookies()).get(themeCookie)?.value)
  return (
    <html lang="en" data-theme={theme === 'system' ? undefined : theme} suppressHydrationWarning>
      <body>
        <QueryProvider>{children}</QueryProvider>
      </body>
    </html>
  )
}

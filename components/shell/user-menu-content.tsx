'use client'

import { BookOpen, Keyboard, LogOut, Monitor, Moon, ShieldCheck, Sun } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuSeparator } from '@/components/ui/menu'
import type { OnDemandProps } from '@/components/ui/on-demand'
import { useMe } from './me'
import { openShortcuts } from './shortcut-sheet'
import { applyTheme, currentTheme, type Theme } from './theme'

const themes = [
  { value: 'system', label: 'As the system', icon: <Monitor aria-hidden /> },
  { value: 'light', label: 'Light', icon: <Sun aria-hidden /> },
  { value: 'dark', label: 'Dark', icon: <Moon aria-hidden /> },
] as const

/** Account, documentation, keys, theme, the way out. */
export function UserMenuContent({ trigger }: OnDemandProps) {
  const me = useMe()
  const [theme, setTheme] = useState<Theme | null>(null)
  return (
    <Menu align="start" className="w-56" defaultOpen trigger={trigger}>
      <MenuLabel>{me.email}</MenuLabel>
      <MenuItem asChild>
        <Link href="/settings/security">
          <ShieldCheck aria-hidden />
          Account and security
        </Link>
      </MenuItem>
      <MenuItem asChild>
        <Link href="/docs">
          <BookOpen aria-hidden />
          Documentation
        </Link>
      </MenuItem>
      <MenuItem onSelect={() => openShortcuts()}>
        <Keyboard aria-hidden />
        Keyboard shortcuts
      </MenuItem>
      <MenuSeparator />
      <MenuChoice
        label="Theme"
        value={theme ?? (typeof document === 'undefined' ? 'system' : currentTheme())}
        onChange={(next) => {
          setTheme(next)
          applyTheme(next)
        }}
        options={themes}
      />
      <MenuSeparator />
      <MenuItem onSelect={() => void leave()}>
        <LogOut aria-hidden />
        Sign out
      </MenuItem>
    </Menu>
  )
}

async function leave() {
  const { signOut } = await import('next-auth/react')
  await signOut({ callbackUrl: '/sign-in' })
}

'use client'

import { ChevronsUpDown, Keyboard, LogOut, Monitor, Moon, ShieldCheck, Sun } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { Avatar } from '@/components/ui/avatar'
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuSeparator } from '@/components/ui/menu'
import { useMe } from './me'
import { openShortcuts } from './shortcut-sheet'
import { applyTheme, currentTheme, type Theme } from './theme'

const themes = [
  { value: 'system', label: 'As the system', icon: <Monitor aria-hidden /> },
  { value: 'light', label: 'Light', icon: <Sun aria-hidden /> },
  { value: 'dark', label: 'Dark', icon: <Moon aria-hidden /> },
] as const

export function UserMenu() {
  const me = useMe()
  const [theme, setTheme] = useState<Theme | null>(null)
  return (
    <Menu
      align="start"
      className="w-56"
      trigger={
        <button
          type="button"
          aria-label={`Account of ${me.name}`}
          className="flex h-11 w-full items-center gap-2.5 rounded-md px-1.5 hover:bg-hover"
        >
          <Avatar name={me.name} />
          <span className="min-w-0 flex-1 text-left">
            <span className="block truncate text-base leading-4.5 font-medium">{me.name}</span>
            <span className="block text-xs leading-4 text-ink-3 capitalize">{me.role}</span>
          </span>
          <ChevronsUpDown aria-hidden className="size-3.5 text-ink-3" />
        </button>
      }
    >
      <MenuLabel>{me.email}</MenuLabel>
      <MenuItem asChild>
        <Link href="/settings/security">
          <ShieldCheck aria-hidden />
          Account and security
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

import { ChartSpline, GitFork, Inbox, Layers, ScrollText, Settings2, type LucideIcon } from 'lucide-react'
import { roleMay, type Permission } from '@/lib/auth/permissions'
import type { Role } from '@/lib/auth/schema'

export type NavItem = { href: string; label: string; icon: LucideIcon; keys: string; needs: Permission }

export const navigation: readonly NavItem[] = [
  { href: '/queue', label: 'Queue', icon: Inbox, keys: 'g q', needs: 'view' },
  { href: '/entries', label: 'Entries', icon: Layers, keys: 'g e', needs: 'view' },
  { href: '/normalizer', label: 'Normalizer', icon: GitFork, keys: 'g n', needs: 'view' },
  { href: '/analytics', label: 'Analytics', icon: ChartSpline, keys: 'g y', needs: 'view' },
  { href: '/audit', label: 'Audit', icon: ScrollText, keys: 'g u', needs: 'audit.view' },
  { href: '/settings', label: 'Settings', icon: Settings2, keys: 'g s', needs: 'view' },
]

export function navigationFor(role: Role): NavItem[] {
  return navigation.filter((item) => roleMay(role, item.needs))
}

export function isCurrent(href: string, pathname: string): boolean {
  return pathname === href || pathname.startsWith(`${href}/`)
}

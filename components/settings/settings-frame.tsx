'use client'

import type { ReactNode } from 'react'
import { useMe } from '@/components/shell/me'
import { LinkTabs } from '@/components/ui/link-tabs'
import { Page, PageHeader } from '@/components/ui/page-header'

const tabs = [
  { href: '/settings/workspace', label: 'Workspace' },
  { href: '/settings/people', label: 'People' },
  { href: '/settings/model', label: 'Model' },
  { href: '/settings/keys', label: 'API keys' },
  { href: '/settings/policy', label: 'Policy' },
  { href: '/settings/prices', label: 'Model prices' },
  { href: '/settings/plan', label: 'Plan and usage' },
  { href: '/settings/webhooks', label: 'Webhooks' },
  { href: '/settings/privacy', label: 'Privacy' },
  { href: '/settings/security', label: 'Your security' },
]

export function SettingsFrame({ children }: { children: ReactNode }) {
  const { workspace } = useMe()
  return (
    <Page width="wide">
      <PageHeader
        title="Settings"
        description={`What holds in ${workspace.name}, and for your own account.`}
      />
      <LinkTabs label="Settings" tabs={tabs} />
      {children}
    </Page>
  )
}

'use client'

import type { ReactNode } from 'react'
import { LinkTabs } from '@/components/ui/link-tabs'
import { Page, PageHeader } from '@/components/ui/page-header'

const tabs = [
  { href: '/normalizer', label: 'Workbench', exact: true },
  { href: '/normalizer/intents', label: 'Intents' },
  { href: '/normalizer/opportunity', label: 'Opportunity' },
  { href: '/normalizer/releases', label: 'Releases' },
  { href: '/normalizer/judgements', label: 'Judgements' },
  { href: '/normalizer/misses', label: 'Misses' },
  { href: '/normalizer/memo', label: 'Memo' },
]

export function NormalizerFrame({ children }: { children: ReactNode }) {
  return (
    <Page>
      <PageHeader
        title="Normalizer"
        description="How a question becomes a key: what it knows, what it would serve, and how often it was right."
      />
      <LinkTabs label="Normalizer" tabs={tabs} />
      {children}
    </Page>
  )
}

import type { ReactNode } from 'react'
import { DocsFrame } from '@/components/docs/docs-frame'
import { docPages } from '@/lib/server/doc-pages'

export default function DocsLayout({ children }: { children: ReactNode }) {
  return <DocsFrame pages={docPages().list()}>{children}</DocsFrame>
}

import type { Metadata } from 'next'
import { MemoView } from '@/components/normalizer/memo/memo-view'

export const metadata: Metadata = { title: 'Memo' }

export default function MemoPage() {
  return <MemoView />
}

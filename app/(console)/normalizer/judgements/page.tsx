import type { Metadata } from 'next'
import { JudgementsView } from '@/components/normalizer/judgements/judgements-view'

export const metadata: Metadata = { title: 'Judgements' }

export default function JudgementsPage() {
  return <JudgementsView />
}

import type { Metadata } from 'next'
import { IntentsView } from '@/components/normalizer/intents/intents-view'

export const metadata: Metadata = { title: 'Intents' }

export default function IntentsPage() {
  return <IntentsView />
}

import type { Metadata } from 'next'
import { MissesView } from '@/components/normalizer/misses/misses-view'

export const metadata: Metadata = { title: 'Misses' }

export default function MissesPage() {
  return <MissesView />
}

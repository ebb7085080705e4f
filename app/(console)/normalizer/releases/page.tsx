import type { Metadata } from 'next'
import { ReleasesView } from '@/components/normalizer/releases/releases-view'

export const metadata: Metadata = { title: 'Releases' }

export default function ReleasesPage() {
  return <ReleasesView />
}

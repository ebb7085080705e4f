import type { Metadata } from 'next'
import { ReleaseView } from '@/components/normalizer/releases/release-view'

export const metadata: Metadata = { title: 'Release' }

export default async function ReleasePage({ params }: { params: Promise<{ release: string }> }) {
  const { release } = await params
  return <ReleaseView id={release} />
}

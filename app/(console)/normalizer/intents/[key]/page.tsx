import type { Metadata } from 'next'
import { IntentView } from '@/components/normalizer/intents/intent-view'

type Params = { params: Promise<{ key: string }> }

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  return { title: (await params).key }
}

export default async function IntentPage({ params }: Params) {
  const { key } = await params
  return <IntentView intentKey={decodeURIComponent(key)} />
}

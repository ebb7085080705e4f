import type { Metadata } from 'next'
import { AnalysisView } from '@/components/normalizer/opportunity/analysis-view'

export const metadata: Metadata = { title: 'Opportunity report' }

export default async function AnalysisPage({ params }: { params: Promise<{ analysis: string }> }) {
  const { analysis } = await params
  return <AnalysisView id={analysis} />
}

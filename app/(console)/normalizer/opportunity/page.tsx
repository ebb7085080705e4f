import type { Metadata } from 'next'
import { OpportunityView } from '@/components/normalizer/opportunity/opportunity-view'

export const metadata: Metadata = { title: 'Opportunity' }

export default function OpportunityPage() {
  return <OpportunityView />
}

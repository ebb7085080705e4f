import type { Metadata } from 'next'
import { GET as getProposal } from '@/app/api/v1/proposals/[proposal]/route'
import { proposalQuery } from '@/components/data/queries'
import { Prefetched } from '@/app/(console)/prefetched'
import { ReviewView } from '@/components/review/review-view'

export const metadata: Metadata = { title: 'Review' }

export default async function ReviewPage({ params }: { params: Promise<{ proposal: string }> }) {
  const { proposal } = await params
  const queries = [{ queryKey: proposalQuery(proposal).queryKey, handler: getProposal, params: { proposal } }]
  return (
    <Prefetched queries={queries}>
      <ReviewView />
    </Prefetched>
  )
}

'use client'

import { useQuery } from '@tanstack/react-query'
import { Activity } from 'react'
import { proposalQuery } from '@/components/data/queries'
import { ErrorState } from '@/components/ui/error-state'
import { useOpenedProposal } from './opened-proposal'
import { ReviewItem } from './review-item'
import { ReviewSkeleton } from './review-skeleton'
import { useReviewOrder, type ReviewOrder } from './use-review-order'

/**
 * The review page. It stays while one goes through the queue: only the address changes, so the next
 * proposal is on the screen without a trip to the server. It is even rendered already, out of sight and
 * without effects (nothing is claimed, no key listens), while the browser has nothing else to do.
 */
export function ReviewView() {
  const id = useOpenedProposal()
  const orderOf = useReviewOrder(id)
  const { next } = orderOf(id)
  return [id, ...(next ? [next] : [])].map((one) => (
    <Activity key={one} mode={one === id ? 'visible' : 'hidden'}>
      <ReviewPage id={one} order={orderOf(one)} />
    </Activity>
  ))
}

function ReviewPage({ id, order }: { id: string; order: ReviewOrder }) {
  const proposal = useQuery({
    ...proposalQuery(id),
    placeholderData: order.listed && { ...order.listed, decisions: [] },
  })
  if (proposal.isError && !proposal.data) {
    return (
      <ErrorState
        error={proposal.error}
        onRetry={() => void proposal.refetch()}
        what="this proposal"
        className="py-28"
      />
    )
  }
  if (!proposal.data) return <ReviewSkeleton />
  return <ReviewItem proposal={proposal.data} order={order} />
}

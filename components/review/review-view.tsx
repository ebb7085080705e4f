'use client'

import { useQuery } from '@tanstack/react-query'
import { usePathname } from 'next/navigation'
import { proposalQuery } from '@/components/data/queries'
import { ErrorState } from '@/components/ui/error-state'
import { ReviewItem } from './review-item'
import { ReviewSkeleton } from './review-skeleton'
import { useReviewOrder } from './use-review-order'

/**
 * The review page. It stays while one goes through the queue: only the address changes, so the next
 * proposal is on the screen without a trip to the server.
 */
export function ReviewView() {
  const id = decodeURIComponent(usePathname().split('/')[2] ?? '')
  const order = useReviewOrder(id)
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
  return <ReviewItem key={id} proposal={proposal.data} order={order} />
}

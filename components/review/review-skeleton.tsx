import { Skeleton, SkeletonText } from '@/components/ui/skeleton'

export function ReviewSkeleton() {
  return (
    <div className="@container flex h-full flex-col">
      <div className="flex h-14 items-center gap-3 border-b border-line px-6">
        <Skeleton className="h-5 w-44" />
        <Skeleton className="h-5 w-20" />
      </div>
      <div className="review-columns">
        <SkeletonText lines={5} className="review-evidence" />
        <SkeletonText lines={7} className="review-answer" />
        <SkeletonText lines={5} className="review-context" />
      </div>
    </div>
  )
}

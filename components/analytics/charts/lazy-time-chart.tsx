'use client'

import dynamic from 'next/dynamic'
import { Skeleton } from '@/components/ui/skeleton'

/** The chart library is large and draws nothing that the server could: it comes after the page. */
export const LazyTimeChart = dynamic(() => import('./time-chart'), {
  ssr: false,
  loading: () => (
    <div className="px-4 pb-3">
      <Skeleton className="h-58 w-full" />
    </div>
  ),
})

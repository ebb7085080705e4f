'use client'

import { useQuery } from '@tanstack/react-query'
import { useMay } from '@/components/shell/me'
import { ErrorState } from '@/components/ui/error-state'
import { Skeleton } from '@/components/ui/skeleton'
import { PolicyForm } from './policy/policy-form'
import { policyQuery } from './queries'

export function PolicyView() {
  const query = useQuery(policyQuery())
  const manages = useMay('policy.manage')
  if (query.isPending) {
    return (
      <div role="status" aria-label="Loading" className="flex flex-col gap-6">
        <Skeleton className="h-72 w-full" />
        <Skeleton className="h-56 w-full" />
      </div>
    )
  }
  if (!query.data) {
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} what="the policy" />
  }
  // A new version is a new form: what was typed against the old one is not mixed into it.
  return <PolicyForm key={query.data.policy_version} view={query.data} readOnly={!manages} />
}

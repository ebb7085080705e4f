'use client'

import { useMutation, useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { problemText } from '@/components/data/problem'
import { upstreamsQuery } from '@/components/settings/model/queries'
import { UpstreamForm } from '@/components/settings/model/upstream-form'
import { environmentWords, hostOf } from '@/components/settings/model/upstream-words'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { ErrorState } from '@/components/ui/error-state'
import { Skeleton } from '@/components/ui/skeleton'

/** The key of a model, or going on with what the deployment has. */
export function ModelStep({ onDone }: { onDone: () => Promise<unknown> }) {
  const query = useQuery(upstreamsQuery())
  const keep = useMutation({ mutationFn: onDone })
  if (query.isPending) return <Skeleton className="h-64 w-full" />
  if (!query.data) {
    return (
      <ErrorState
        error={query.error}
        onRetry={() => void query.refetch()}
        what="the models"
        className="py-8"
      />
    )
  }
  const { items, environment } = query.data
  const [first] = items
  if (first) {
    return (
      <div className="flex flex-col items-start gap-4">
        <p className="text-base text-ink-2">
          {first.model} at {hostOf(first.base_url)} answers what the cache does not. More under{' '}
          <Link href="/settings/model" className="text-accent-text underline">
            Settings, Model
          </Link>
          .
        </p>
        <Button variant="primary" busy={keep.isPending} onClick={() => keep.mutate()}>
          Go on
        </Button>
      </div>
    )
  }
  const words = environmentWords(environment)
  const isDemo = environment.includes('demo')
  return (
    <div className="flex flex-col gap-4">
      <p className="max-w-[68ch] text-base text-ink-2">
        What no approved answer covers goes to your model. Its key is asked once here, kept encrypted, and
        never shown again.
      </p>
      {words && (
        <Callout title={isDemo ? 'A demo model is at hand' : `This deployment has ${words}`}>
          <p>
            {isDemo
              ? 'It is no AI: canned answers of a small shop, enough to see the whole loop.'
              : 'It is paid for by whoever runs this deployment.'}
          </p>
          <Button size="sm" className="mt-2.5" busy={keep.isPending} onClick={() => keep.mutate()}>
            {isDemo ? 'Use the demo model' : 'Use it'}
          </Button>
        </Callout>
      )}
      {keep.error && (
        <p role="alert" className="text-base text-bad-text">
          {problemText(keep.error)}
        </p>
      )}
      <UpstreamForm upstream={null} onSaved={() => void keep.mutate()} />
    </div>
  )
}

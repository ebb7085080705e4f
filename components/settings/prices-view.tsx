'use client'

import { useQuery } from '@tanstack/react-query'
import { CircleDollarSign, Plus } from 'lucide-react'
import { useState } from 'react'
import { useMay } from '@/components/shell/me'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Disclosure } from '@/components/ui/disclosure'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { SkeletonRows } from '@/components/ui/skeleton'
import { ListedPricesTable, OwnPricesTable } from './prices/prices-table'
import { SetPriceDialog } from './prices/set-price-dialog'
import { pricesQuery } from './queries'

/** What models cost: the workspace's own prices first, then the list that comes with the program. */
export function PricesView() {
  const query = useQuery(pricesQuery())
  const manages = useMay('policy.manage')
  const [setting, setSetting] = useState(false)
  const add = manages && (
    <Button variant="primary" onClick={() => setSetting(true)}>
      <Plus aria-hidden />
      Set a price
    </Button>
  )
  const prices = query.data
  return (
    <section aria-label="Model prices" className="flex flex-col gap-5">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="max-w-2xl">
          <h2 className="text-md font-semibold tracking-tight">Model prices</h2>
          <p className="mt-1 text-base text-ink-3">
            Costs and savings are reckoned by these. A price holds from its moment on; what was counted before
            keeps the price it was counted at.
          </p>
        </div>
        {prices && prices.own.length > 0 && add}
      </div>
      {query.isPending && (
        <Card as="div" flush>
          <SkeletonRows rows={4} />
        </Card>
      )}
      {query.isError && !prices && (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} what="the prices" />
      )}
      {prices && prices.own.length === 0 && (
        <EmptyState icon={CircleDollarSign} title="No prices of your own" action={add}>
          The vendors’ public list holds. Set the prices of your contract where they differ.
        </EmptyState>
      )}
      {prices && prices.own.length > 0 && <OwnPricesTable prices={prices.own} manages={manages} />}
      {prices && (
        <Disclosure summary={`The list, ${prices.listed.length} models`}>
          <ListedPricesTable prices={prices.listed} />
        </Disclosure>
      )}
      {setting && <SetPriceDialog onClose={() => setSetting(false)} />}
    </section>
  )
}

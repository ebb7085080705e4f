'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { toast } from 'sonner'
import { api } from '@/components/data/api'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { ModelPrices, type ListPrice, type OwnPrice } from '@/lib/usage/model-prices-schema'
import { pricesQuery } from '../queries'

const stateWords = {
  past: { tone: 'neutral', words: 'Ended' },
  holds: { tone: 'good', words: 'Holds' },
  planned: { tone: 'accent', words: 'Planned' },
} as const

export function OwnPricesTable({ prices, manages }: { prices: readonly OwnPrice[]; manages: boolean }) {
  const client = useQueryClient()
  const [dropping, setDropping] = useState<OwnPrice | null>(null)
  return (
    <>
      <Table>
        <caption className="sr-only">
          Prices of the workspace’s own, in US dollars for a million tokens
        </caption>
        <thead>
          <tr>
            <Th>Model</Th>
            <Th>State</Th>
            <Th>From</Th>
            <Th>Input</Th>
            <Th>Output</Th>
            <Th>Set by</Th>
            <Th>
              <span className="sr-only">Actions</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {prices.map((price) => (
            <Tr key={`${price.model} ${price.from}`} className={price.state === 'past' ? 'text-ink-3' : ''}>
              <Td className="min-w-44 font-mono text-sm">{price.model}…</Td>
              <Td>
                <Badge tone={stateWords[price.state].tone}>{stateWords[price.state].words}</Badge>
              </Td>
              <Td className="whitespace-nowrap">
                <time
                  dateTime={price.from}
                >{`${price.from.slice(0, 10)} ${price.from.slice(11, 16)} UTC`}</time>
              </Td>
              <Td className="tabular-nums">{perMillion(price.input)}</Td>
              <Td className="tabular-nums">{perMillion(price.output)}</Td>
              <Td className="[overflow-wrap:anywhere]">{price.created_by || '—'}</Td>
              <Td className="text-right">
                {manages && price.state === 'planned' && (
                  <Button size="sm" onClick={() => setDropping(price)}>
                    Take back
                  </Button>
                )}
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
      {dropping && (
        <ConfirmDialog
          title={`Take the planned price of ${dropping.model} back?`}
          description="The price that holds now goes on."
          action="Take back"
          onClose={() => setDropping(null)}
          onConfirm={async () => {
            const { model, from } = dropping
            const next = await api('DELETE', '/api/console/prices', ModelPrices, { body: { model, from } })
            client.setQueryData(pricesQuery().queryKey, next)
            toast.success('The planned price was taken back')
          }}
        />
      )}
    </>
  )
}

export function ListedPricesTable({ prices }: { prices: readonly ListPrice[] }) {
  return (
    <Table>
      <caption className="sr-only">The vendors’ list prices, in US dollars for a million tokens</caption>
      <thead>
        <tr>
          <Th>Model</Th>
          <Th>Since</Th>
          <Th>Input</Th>
          <Th>Output</Th>
        </tr>
      </thead>
      <tbody>
        {prices.map((price) => (
          <Tr key={price.model}>
            <Td className="min-w-44 font-mono text-sm">{price.model}…</Td>
            <Td className="whitespace-nowrap">{price.from.slice(0, 10)}</Td>
            <Td className="tabular-nums">{perMillion(price.input)}</Td>
            <Td className="tabular-nums">{perMillion(price.output)}</Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}

/** A vendor's list has two decimals, a contract may have more. */
function perMillion(usd: number): string {
  return `$${usd.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 6 })}`
}

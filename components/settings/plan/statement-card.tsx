'use client'

import { DataCard } from '@/components/analytics/data-card'
import type { Column } from '@/components/analytics/csv'
import { plural } from '@/components/ui/format'
import type { Statement } from '@/lib/usage/statement-schema'
import { exactUsd, statementLines, type StatementLine } from './statement-lines'

const columns: readonly Column<StatementLine>[] = [
  { label: 'What', value: ({ what }) => what },
  { label: 'Requests', value: ({ requests }) => requests },
  { label: 'Input tokens', value: ({ input_tokens }) => input_tokens },
  { label: 'Output tokens', value: ({ output_tokens }) => output_tokens },
  { label: 'USD', value: ({ usd }) => usd, text: ({ usd }) => exactUsd(usd) },
]

export function StatementCard({ statement }: { statement: Statement }) {
  const { month, running, requests, hits, due_usd, saved_usd } = statement
  return (
    <DataCard
      title={`Statement of ${month}${running ? ', so far' : ''}`}
      description={`${plural(requests, 'request')}, ${plural(hits, 'hit')}; ${exactUsd(due_usd)} due. The hits saved ${exactUsd(saved_usd)} at the models, net of their price. Model lines are paid to the vendors.`}
      name={`l0-statement-${month}`}
      rows={statementLines(statement)}
      columns={columns}
      empty="Nothing was counted in this month."
    />
  )
}

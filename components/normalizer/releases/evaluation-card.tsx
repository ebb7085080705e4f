'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { Badge } from '@/components/ui/badge'
import { ErrorState } from '@/components/ui/error-state'
import { percent, plural } from '@/components/ui/format'
import { Skeleton } from '@/components/ui/skeleton'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { RelativeTime } from '@/components/ui/time'
import { evaluationQuery } from '../queries'

/** What people judged of this release since it went live, by intent. */
export function EvaluationCard({ id }: { id: string }) {
  const query = useQuery(evaluationQuery(id))
  if (query.isPending) return <Skeleton className="h-48 w-full" />
  if (!query.data) {
    return (
      <ErrorState
        error={query.error}
        onRetry={() => void query.refetch()}
        what="the evaluation"
        className="py-8"
      />
    )
  }
  const { judged, judged_since, intents } = query.data
  const shown = [...intents].sort((a, b) => b.judged - a.judged).slice(0, 20)
  return (
    <section aria-label="Evaluation" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-baseline justify-between gap-2">
        <h3 className="text-md font-semibold tracking-tight">As people judged it</h3>
        <p className="text-sm text-ink-3">
          {judged.judged === 0
            ? 'No hit was judged yet'
            : `${judged.wrong} of ${plural(judged.judged, 'judged hit')} wrong, at most ${percent(judged.upper)} at 95 %`}
          , since <RelativeTime at={judged_since} />
        </p>
      </div>
      <Table>
        <caption className="sr-only">Judgements by intent</caption>
        <thead>
          <tr>
            <Th>Intent</Th>
            <Th className="text-right">Phrasings</Th>
            <Th className="text-right">Patterns</Th>
            <Th className="text-right">Judged</Th>
            <Th className="text-right">Wrong</Th>
            <Th className="text-right">At most</Th>
          </tr>
        </thead>
        <tbody>
          {shown.map((intent) => (
            <Tr key={intent.key}>
              <Td>
                <Link
                  href={`/normalizer/intents/${encodeURIComponent(intent.key)}`}
                  className="font-mono text-sm hover:underline"
                >
                  {intent.key}
                </Link>
                {intent.status === 'rejected' && <Badge className="ml-2">rejected</Badge>}
              </Td>
              <Td className="text-right tabular-nums">{intent.phrasings}</Td>
              <Td className="text-right tabular-nums">{intent.patterns}</Td>
              <Td className="text-right tabular-nums">{intent.judged}</Td>
              <Td className="text-right tabular-nums">{intent.wrong}</Td>
              <Td className="text-right tabular-nums">{intent.judged === 0 ? '—' : percent(intent.upper)}</Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </section>
  )
}

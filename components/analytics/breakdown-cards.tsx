'use client'

import Link from 'next/link'
import { reasonWords } from '@/components/normalizer/reason-words'
import { Badge } from '@/components/ui/badge'
import { compactNumber, percent, plural, usd } from '@/components/ui/format'
import type { Analytics } from '@/lib/usage/analytics-schema'
import { BarList } from './bar-list'
import { DataCard } from './data-card'
import { Delta } from './delta'

type Props = { data: Analytics }

export function ReasonsCard({ data: { reasons, totals } }: Props) {
  const others = totals.requests - totals.hits
  return (
    <DataCard
      title="Why not from the cache"
      description={others > 0 ? `${plural(others, 'request')} went on to the model` : undefined}
      name="misses-by-reason"
      rows={reasons}
      empty="Every request was a hit, or there were none."
      columns={[
        { label: 'Reason', value: (row) => row.reason, text: (row) => reasonWords(row.reason) },
        { label: 'Kind', value: (row) => row.status },
        { label: 'Requests', value: (row) => row.requests },
        { label: 'Whole buckets', value: (row) => row.now },
        { label: 'Period before', value: (row) => row.previous },
      ]}
    >
      <BarList
        color="warn"
        items={reasons.slice(0, 8).map((row) => ({
          id: `${row.status} ${row.reason}`,
          label: (
            <>
              {reasonWords(row.reason)} {row.status === 'bypass' && <Badge>bypass</Badge>}
            </>
          ),
          value: row.requests,
          text: others > 0 ? percent(row.requests / others, 0) : '',
          note: <Delta now={row.now} previous={row.previous} />,
        }))}
      />
    </DataCard>
  )
}

export function IntentsCard({ data: { intents } }: Props) {
  const named = intents.filter((intent) => intent.key !== '')
  return (
    <DataCard
      title="Top intents"
      description="By requests"
      name="top-intents"
      rows={named}
      empty="No question had a key yet."
      columns={[
        { label: 'Intent', value: (row) => row.key },
        { label: 'Requests', value: (row) => row.requests },
        { label: 'Hits', value: (row) => row.hits },
        { label: 'Saved, USD', value: (row) => row.saved_usd, text: (row) => usd(row.saved_usd) },
        { label: 'Whole buckets', value: (row) => row.now },
        { label: 'Period before', value: (row) => row.previous },
      ]}
    >
      <BarList
        items={named.slice(0, 8).map((row) => ({
          id: row.key,
          label: (
            <Link
              href={`/normalizer/intents/${encodeURIComponent(row.key)}`}
              className="font-mono text-sm hover:underline"
            >
              {row.key}
            </Link>
          ),
          value: row.requests,
          text: compactNumber(row.requests),
          note: (
            <>
              {percent(row.requests > 0 ? row.hits / row.requests : 0, 0)} hits
              {row.saved_usd > 0 && ` · ${usd(row.saved_usd)}`}
            </>
          ),
        }))}
      />
    </DataCard>
  )
}

export function UnansweredCard({ data: { unanswered } }: Props) {
  return (
    <DataCard
      title="Top unanswered questions"
      description="One approval serves all of them"
      name="unanswered"
      rows={unanswered}
      empty="Nothing is left unanswered."
      actions={
        <Link href="/normalizer/misses" className="text-sm font-medium text-accent-text hover:underline">
          All misses
        </Link>
      }
      columns={[
        { label: 'Question', value: (row) => row.masked_text },
        { label: 'Intent', value: (row) => row.key },
        { label: 'Reason', value: (row) => row.reason, text: (row) => reasonWords(row.reason) },
        { label: 'Scope', value: (row) => row.scope },
        { label: 'Asked', value: (row) => row.count },
      ]}
    >
      <BarList
        color="warn"
        items={unanswered.slice(0, 8).map((row) => ({
          id: row.id,
          label: (
            <Link
              href={`/normalizer?q=${encodeURIComponent(row.masked_text)}`}
              title={row.masked_text}
              className="hover:underline"
            >
              {row.masked_text}
            </Link>
          ),
          value: row.count,
          text: compactNumber(row.count),
          note: row.key ? <code className="font-mono text-xs">{row.key}</code> : reasonWords(row.reason),
        }))}
      />
    </DataCard>
  )
}

export function ModelsCard({ data: { models } }: Props) {
  const asked = models.filter((model) => model.requests > 0)
  const failing = asked.some((model) => model.errors > 0)
  return (
    <DataCard
      title="Models and their errors"
      description={failing ? undefined : asked.length > 0 ? 'No provider failed' : undefined}
      name="models"
      rows={asked}
      empty="No model was asked."
      columns={[
        { label: 'Model', value: (row) => row.model },
        { label: 'Asked', value: (row) => row.requests },
        { label: 'Errors', value: (row) => row.errors },
        {
          label: 'Error rate',
          value: (row) => row.errors / row.requests,
          text: (row) => percent(row.errors / row.requests),
        },
        {
          label: 'Tokens in',
          value: (row) => row.input_tokens,
          text: (row) => compactNumber(row.input_tokens),
        },
        {
          label: 'Tokens out',
          value: (row) => row.output_tokens,
          text: (row) => compactNumber(row.output_tokens),
        },
        { label: 'Cost, USD', value: (row) => row.cost_usd, text: (row) => usd(row.cost_usd) },
      ]}
    />
  )
}

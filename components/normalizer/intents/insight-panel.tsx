'use client'

import type { UseQueryResult } from '@tanstack/react-query'
import clsx from 'clsx'
import { Merge } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { useMay } from '@/components/shell/me'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { ErrorState } from '@/components/ui/error-state'
import { percent } from '@/components/ui/format'
import { Skeleton } from '@/components/ui/skeleton'
import type { IntentDetail, IntentInsight } from '@/lib/normalization/intents/schema'
import { reasonWords } from '../reason-words'
import { MergeDialog } from './merge-dialog'

/** The intent's neighbours, and what recent traffic says about it. */
type InsightPanelProps = { intent: IntentDetail; query: UseQueryResult<IntentInsight> }

export function InsightPanel({ intent, query }: InsightPanelProps) {
  const [comparing, setComparing] = useState<string | null>(null)
  const mayMerge = useMay('release.manage') && intent.status === 'approved' && intent.merged_into === null
  if (query.isPending) return <Skeleton className="h-60 w-full" />
  if (!query.data) {
    return (
      <ErrorState
        error={query.error}
        onRetry={() => void query.refetch()}
        what="its neighbours"
        className="py-8"
      />
    )
  }
  const { neighbours, accepted, refused } = query.data
  return (
    <>
      <Card title="Neighbours" description="Intents with similar phrasings: where mistakes come from.">
        {neighbours.length === 0 && <p className="text-base text-ink-3">None is close.</p>}
        <ul className="flex flex-col gap-2">
          {neighbours.map((neighbour) => (
            <li
              key={neighbour.key}
              className={clsx(
                'grid items-center gap-3',
                mayMerge
                  ? 'grid-cols-[minmax(0,1fr)_4rem_2.5rem_auto]'
                  : 'grid-cols-[minmax(0,1fr)_5rem_2.5rem]',
              )}
            >
              <span className="flex min-w-0 items-center gap-2">
                <Link
                  href={`/normalizer/intents/${encodeURIComponent(neighbour.key)}`}
                  className="truncate font-mono text-sm hover:underline"
                >
                  {neighbour.key}
                </Link>
                {neighbour.status === 'rejected' && <Badge>rejected</Badge>}
              </span>
              <span aria-hidden className="h-1.5 overflow-hidden rounded-full bg-press">
                <span
                  className="block h-full rounded-full bg-accent"
                  style={{ width: `${neighbour.similarity * 100}%` }}
                />
              </span>
              <span className="text-right text-sm text-ink-3 tabular-nums">
                {percent(neighbour.similarity, 0)}
              </span>
              {mayMerge && (
                <Button
                  size="icon-sm"
                  variant="quiet"
                  disabled={neighbour.status === 'rejected'}
                  aria-label={`Compare with ${neighbour.key}, or merge`}
                  title="Compare, or merge"
                  onClick={() => setComparing(neighbour.key)}
                >
                  <Merge aria-hidden />
                </Button>
              )}
            </li>
          ))}
        </ul>
      </Card>
      {comparing && (
        <MergeDialog intentKey={intent.key} otherKey={comparing} onClose={() => setComparing(null)} />
      )}
      <Questions title="Recently placed here" empty="No recent question." questions={accepted} />
      <Questions
        title="Nearly placed here"
        empty="No recent question came close and was refused."
        questions={refused}
      />
    </>
  )
}

type QuestionsProps = { title: string; empty: string; questions: IntentInsight['accepted'] }

function Questions({ title, empty, questions }: QuestionsProps) {
  return (
    <Card title={title} flush>
      {questions.length === 0 && <p className="px-4 pb-4 text-base text-ink-3">{empty}</p>}
      {questions.length > 0 && (
        <ul className="max-h-72 divide-y divide-line overflow-y-auto border-t border-line">
          {questions.map((question) => (
            <li key={question.text} className="px-4 py-2">
              <p className="[overflow-wrap:anywhere]">{question.text}</p>
              <p className="text-sm text-ink-3 tabular-nums">
                {question.count}× · {percent(question.confidence, 0)}
                {question.reason && ` · ${reasonWords(question.reason).toLowerCase()}`}
              </p>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

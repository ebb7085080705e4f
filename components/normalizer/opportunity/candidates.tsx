'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { toast } from 'sonner'
import { api, apiPath } from '@/components/data/api'
import { problemText } from '@/components/data/problem'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { percent, plural, usd } from '@/components/ui/format'
import { IntentKeyText } from '@/lib/normalization/intents/schema'
import {
  CreatedFromAnalysis,
  type AnalysisDetail,
  type OpportunityReport,
} from '@/lib/normalization/opportunity/schema'
import { CandidateRow } from './candidate-row'
import { estimate, type Assumptions } from './estimate'
import { analysisQuery } from './queries'

type CandidatesProps = { analysis: AnalysisDetail; report: OpportunityReport; assumptions: Assumptions }

/** The groups of a log, to be chosen and made into intents. */
export function Candidates({ analysis, report, assumptions }: CandidatesProps) {
  const client = useQueryClient()
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set())
  const [keys, setKeys] = useState<Readonly<Record<number, string>>>({})
  const [refused, setRefused] = useState<Readonly<Record<number, string>>>({})
  const made = new Map(analysis.made.map(({ rank, key }) => [rank, key]))
  const keyOf = (rank: number, suggested: string) => keys[rank] ?? suggested
  const picked = report.intents.filter(({ rank }) => chosen.has(rank) && !made.has(rank))
  const wrong = picked.filter(({ rank, key }) => !IntentKeyText.safeParse(keyOf(rank, key)).success)
  const gain = estimate(picked, assumptions, report.assumptions.usd_per_1k_hits)
  const create = useMutation({
    mutationFn: () =>
      api('POST', `${apiPath('/api/console/analyze', analysis.id)}/intents`, CreatedFromAnalysis, {
        body: { intents: picked.map(({ rank, key }) => ({ rank, key: keyOf(rank, key) })) },
      }),
    onSuccess: async (outcome) => {
      setRefused(Object.fromEntries(outcome.refused.map(({ rank, detail }) => [rank, detail])))
      setChosen(new Set(outcome.refused.map(({ rank }) => rank)))
      await client.invalidateQueries({ queryKey: analysisQuery(analysis.id).queryKey })
      void client.invalidateQueries({ queryKey: ['normalizer', 'intents'] })
      tell(outcome)
    },
    onError: (error) => toast.error('No intents were made', { description: problemText(error) }),
  })
  const toggle = (rank: number, on: boolean) =>
    setChosen((was) => {
      const next = new Set(was)
      if (on) next.add(rank)
      else next.delete(rank)
      return next
    })
  return (
    <Card
      title="Candidate intents"
      description="Largest first. Names are suggestions: set right what you choose."
      flush
      footer={
        <>
          <p role="status" className="mr-auto text-sm text-ink-2">
            {picked.length === 0
              ? 'Nothing is served by an intent before it is released and an answer is approved.'
              : `${percent(gain.share)} of the questions; about ${usd(gain.monthly_savings_usd)} a month once answers are approved.`}
          </p>
          <Button
            variant="primary"
            busy={create.isPending}
            disabled={picked.length === 0 || wrong.length > 0}
            onClick={() => create.mutate()}
          >
            {picked.length === 0 ? 'Create these intents' : `Create ${plural(picked.length, 'intent')}`}
          </Button>
        </>
      }
    >
      <ul className="divide-y divide-line border-t border-line">
        {report.intents.map((candidate) => (
          <CandidateRow
            key={candidate.rank}
            candidate={candidate}
            made={made.get(candidate.rank) ?? null}
            checked={chosen.has(candidate.rank)}
            intentKey={keyOf(candidate.rank, candidate.key)}
            refused={refused[candidate.rank]}
            onCheck={(on) => toggle(candidate.rank, on)}
            onKey={(key) => setKeys((was) => ({ ...was, [candidate.rank]: key }))}
          />
        ))}
      </ul>
    </Card>
  )
}

function tell({ made, refused }: CreatedFromAnalysis): void {
  if (made.length > 0)
    toast.success(`${plural(made.length, 'intent')} made`, {
      description: 'Train a release to have them recognised.',
    })
  if (refused.length > 0)
    toast.error(`${plural(refused.length, 'group')} left out`, {
      description: 'The reason stands beside each.',
    })
}

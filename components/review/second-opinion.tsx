'use client'

import { useMutation } from '@tanstack/react-query'
import { Bot } from 'lucide-react'
import { useState } from 'react'
import { api, apiPath } from '@/components/data/api'
import { problemText } from '@/components/data/problem'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { SkeletonText } from '@/components/ui/skeleton'
import { AssistantOpinion } from '@/lib/proposals/assistant/assistant-schema'
import type { ProposalDetail } from '@/lib/proposals/schema'
import { ColumnSection } from './column-section'

type Picked = 'approve' | 'reject'

const verdicts: Record<string, { tone: 'good' | 'bad' | 'neutral'; words: string }> = {
  approve: { tone: 'good', words: 'Would approve' },
  reject: { tone: 'bad', words: 'Would reject' },
}

/** The assistant's view, asked for only after the person has formed their own. It never decides. */
export function SecondOpinion({ proposal }: { proposal: ProposalDetail }) {
  const [picked, setPicked] = useState<Picked | null>(null)
  const ask = useMutation({
    mutationFn: () =>
      api('POST', `${apiPath('/api/console/proposals', proposal.id)}/assistant`, AssistantOpinion),
  })
  const pick = (verdict: Picked) => {
    setPicked(verdict)
    ask.mutate()
  }
  return (
    <ColumnSection title="Second opinion" icon={Bot}>
      {picked === null ? (
        <>
          <p className="text-base text-ink-2">
            Say what you think first; then see what the assistant thinks.
          </p>
          <div className="flex gap-2">
            <Button size="sm" onClick={() => pick('approve')}>
              I’d approve
            </Button>
            <Button size="sm" onClick={() => pick('reject')}>
              I’d reject
            </Button>
          </div>
        </>
      ) : (
        <>
          {ask.isPending && <SkeletonText lines={3} />}
          {ask.isError && (
            <Callout tone="bad" role="alert">
              {problemText(ask.error)}
            </Callout>
          )}
          {ask.data && <OpinionText opinion={ask.data} picked={picked} />}
        </>
      )}
    </ColumnSection>
  )
}

function OpinionText({ opinion, picked }: { opinion: AssistantOpinion; picked: Picked }) {
  const { tone, words } = verdicts[opinion.verdict] ?? { tone: 'neutral' as const, words: 'Is not sure' }
  const agrees = opinion.verdict === picked
  return (
    <div role="status" className="flex flex-col gap-2">
      <p className="flex items-center gap-2">
        <Badge tone={tone}>{words}</Badge>
        <span className="text-sm text-ink-3">{agrees ? 'agrees with you' : 'disagrees with you'}</span>
      </p>
      <ul className="list-disc pl-4 text-base text-ink-2 marker:text-ink-3">
        {opinion.reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
    </div>
  )
}

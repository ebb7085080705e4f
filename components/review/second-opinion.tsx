'use client'

import { useMutation } from '@tanstack/react-query'
import { Bot } from 'lucide-react'
import { z } from 'zod'
import { api, apiPath } from '@/components/data/api'
import { isProblem, problemText } from '@/components/data/problem'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { SkeletonText } from '@/components/ui/skeleton'
import { ColumnSection } from './column-section'

const Opinion = z.object({
  verdict: z.string(),
  reasons: z.array(z.string()).default([]),
  agrees: z.boolean().nullish(),
})

type Pick = 'approve' | 'reject'
const verdicts: Record<string, { tone: 'good' | 'bad' | 'neutral'; words: string }> = {
  approve: { tone: 'good', words: 'Would approve' },
  reject: { tone: 'bad', words: 'Would reject' },
}

/** The assistant's view, only after the person has formed their own. It never decides. */
export function SecondOpinion({ proposalId }: { proposalId: string }) {
  const ask = useMutation({
    mutationFn: (picked: Pick) =>
      api('POST', `${apiPath('/api/console/proposals', proposalId)}/assistant`, Opinion, {
        body: { picked },
      }),
  })
  if (isProblem(ask.error) && ask.error.status === 404) return null
  return (
    <ColumnSection title="Second opinion" icon={Bot}>
      {!ask.data && !ask.isPending && (
        <>
          <p className="text-base text-ink-2">
            Say what you think first; then see what the assistant thinks.
          </p>
          <div className="flex gap-2">
            <Button size="sm" onClick={() => ask.mutate('approve')}>
              I’d approve
            </Button>
            <Button size="sm" onClick={() => ask.mutate('reject')}>
              I’d reject
            </Button>
          </div>
          {ask.isError && <p className="text-sm text-bad-text">{problemText(ask.error)}</p>}
        </>
      )}
      {ask.isPending && <SkeletonText lines={2} />}
      {ask.data && <OpinionText opinion={ask.data} picked={ask.variables} />}
    </ColumnSection>
  )
}

function OpinionText({ opinion, picked }: { opinion: z.infer<typeof Opinion>; picked: Pick }) {
  const { tone, words } = verdicts[opinion.verdict] ?? { tone: 'neutral' as const, words: 'Is not sure' }
  const agrees = opinion.agrees ?? opinion.verdict === picked
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

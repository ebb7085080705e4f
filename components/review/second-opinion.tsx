'use client'

import { Bot } from 'lucide-react'
import { useState } from 'react'
import type { AssistantOpinion } from '@/components/data/shapes'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { ColumnSection } from './column-section'

type Picked = 'approve' | 'reject'

const verdicts: Record<string, { tone: 'good' | 'bad' | 'neutral'; words: string }> = {
  approve: { tone: 'good', words: 'Would approve' },
  reject: { tone: 'bad', words: 'Would reject' },
}

/** The assistant's view, only after the person has formed their own. It never decides. */
export function SecondOpinion({ opinion }: { opinion: AssistantOpinion }) {
  const [picked, setPicked] = useState<Picked | null>(null)
  return (
    <ColumnSection title="Second opinion" icon={Bot}>
      {picked === null ? (
        <>
          <p className="text-base text-ink-2">
            Say what you think first; then see what the assistant thinks.
          </p>
          <div className="flex gap-2">
            <Button size="sm" onClick={() => setPicked('approve')}>
              I’d approve
            </Button>
            <Button size="sm" onClick={() => setPicked('reject')}>
              I’d reject
            </Button>
          </div>
        </>
      ) : (
        <OpinionText opinion={opinion} picked={picked} />
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

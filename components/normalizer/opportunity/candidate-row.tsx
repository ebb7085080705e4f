'use client'

import { Check } from 'lucide-react'
import Link from 'next/link'
import { Badge } from '@/components/ui/badge'
import { Checkbox } from '@/components/ui/checkbox'
import { Disclosure } from '@/components/ui/disclosure'
import { percent, plural } from '@/components/ui/format'
import { Input } from '@/components/ui/input'
import { TemplateText } from '@/components/ui/template-text'
import { IntentKeyText } from '@/lib/normalization/intents/schema'
import type { Candidate } from '@/lib/normalization/opportunity/schema'

type CandidateRowProps = {
  candidate: Candidate
  /** The key it was made under; null while it was not. */
  made: string | null
  checked: boolean
  intentKey: string
  refused: string | undefined
  onCheck: (on: boolean) => void
  onKey: (key: string) => void
}

/** Many answers to the same group make a poor cache entry. */
const manyAnswers = 0.5

export function CandidateRow(props: CandidateRowProps) {
  const { candidate, made, checked, intentKey, refused, onCheck, onKey } = props
  const { rank, rows, share, wordings, examples, answers, slots } = candidate
  const issue = checked ? IntentKeyText.safeParse(intentKey).error?.issues[0]?.message : undefined
  const varied = answers.rows > 1 && answers.distinct / answers.rows > manyAnswers
  const noteId = `candidate-${rank}-note`
  return (
    <li className="flex items-start gap-3 px-4 py-3">
      <span className="mt-1 flex">
        {made ? (
          <Check aria-label="Made" className="size-4 text-good-text" />
        ) : (
          <Checkbox checked={checked} onChange={onCheck} aria-label={`Choose ${intentKey}`} />
        )}
      </span>
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
          {made ? (
            <Link
              href={`/normalizer/intents/${encodeURIComponent(made)}`}
              className="font-mono text-sm font-medium hover:underline"
            >
              {made}
            </Link>
          ) : checked ? (
            <Input
              aria-label={`Key of group ${rank}`}
              aria-invalid={issue ? true : undefined}
              aria-describedby={issue || refused ? noteId : undefined}
              value={intentKey}
              maxLength={64}
              spellCheck={false}
              onChange={(event) => onKey(event.target.value.toLowerCase().replace(/[\s-]+/g, '_'))}
              className="max-w-64 font-mono text-sm"
            />
          ) : (
            <span className="font-mono text-sm font-medium [overflow-wrap:anywhere]">{intentKey}</span>
          )}
          <span className="text-sm text-ink-3 tabular-nums">
            {plural(rows, 'question')} · {percent(share)} · {plural(wordings, 'wording')}
          </span>
          {slots.map((slot) => (
            <Badge key={slot} tone="slot" mono>
              {slot}
            </Badge>
          ))}
          {varied && <Badge tone="warn">{answers.distinct} different answers</Badge>}
        </div>
        {(issue ?? refused) && (
          <p id={noteId} role="alert" className="mt-1 text-sm text-bad-text">
            {issue ?? refused}
          </p>
        )}
        <p className="mt-1 text-base [overflow-wrap:anywhere] text-ink-2">
          <TemplateText text={examples[0] ?? ''} />
        </p>
        {examples.length > 1 && (
          <Disclosure className="mt-1" summary={`${examples.length - 1} more`}>
            <ul className="flex flex-col gap-1 text-base text-ink-2">
              {examples.slice(1).map((example) => (
                <li key={example} className="[overflow-wrap:anywhere]">
                  <TemplateText text={example} />
                </li>
              ))}
            </ul>
          </Disclosure>
        )}
      </div>
    </li>
  )
}

'use client'

import clsx from 'clsx'
import { Check, X } from 'lucide-react'
import Link from 'next/link'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Kbd } from '@/components/ui/kbd'
import { TemplateText } from '@/components/ui/template-text'
import { RelativeTime } from '@/components/ui/time'
import type { HitOpinion, Judgement } from '@/lib/normalization/judgements/schema'

type ItemProps = {
  item: Judgement
  index: number
  active: boolean
  verdict: boolean | null
  /** Known only once a verdict is given. */
  opinion: HitOpinion | null
  may: boolean
  onFocus: () => void
  onJudge: (correct: boolean) => void
}

/** One sampled hit: the question above, the answer it got below, the verdict beside. */
export function JudgementItem({ item, index, active, verdict, opinion, may, onFocus, onJudge }: ItemProps) {
  return (
    <li
      tabIndex={active ? 0 : -1}
      data-judgement={index}
      onFocus={onFocus}
      aria-current={active || undefined}
      className={clsx(
        'flex flex-wrap gap-x-6 gap-y-3 border-b border-line px-4 py-3.5 outline-none last:border-0',
        active && 'shadow-[inset_2px_0_0_var(--accent)]',
        active && 'bg-hover',
      )}
    >
      <div className="min-w-0 flex-1 basis-80">
        <p className="mb-1.5 flex flex-wrap items-center gap-2 text-sm text-ink-3">
          <Link
            href={`/entries/${encodeURIComponent(item.entry_id)}`}
            className="font-mono text-accent-text hover:underline"
          >
            {item.key}
          </Link>
          v{item.version}
          {item.source === 'shadow' && <Badge tone="warn">Shadow</Badge>}
          {item.count > 1 && <span>asked {item.count.toLocaleString('en')} times</span>}
          <RelativeTime at={item.created_at} />
        </p>
        <p className="text-md font-medium [overflow-wrap:anywhere]">{item.masked_text}</p>
        <p className={clsx('mt-1 text-base text-ink-2', !active && 'line-clamp-2')}>
          {item.answer === null ? (
            'The version that was served is gone.'
          ) : (
            <TemplateText text={item.answer} />
          )}
        </p>
        {opinion && verdict !== null && <Opinion opinion={opinion} verdict={verdict} />}
        {item.note && <p className="mt-1 text-sm text-ink-3">{item.note}</p>}
      </div>
      <div className="flex shrink-0 items-center gap-2 self-center">
        {verdict !== null && (
          <Badge tone={verdict ? 'good' : 'bad'} dot>
            {verdict ? 'Correct' : 'Wrong'}
          </Badge>
        )}
        {may && verdict === null && (
          <>
            <Button size="sm" onClick={() => onJudge(true)}>
              <Check aria-hidden className="text-good-text" />
              Correct
              {active && <Kbd>c</Kbd>}
            </Button>
            <Button size="sm" onClick={() => onJudge(false)}>
              <X aria-hidden className="text-bad-text" />
              Wrong
              {active && <Kbd>w</Kbd>}
            </Button>
          </>
        )}
        {may && verdict !== null && (
          <Button size="sm" variant="quiet" onClick={() => onJudge(!verdict)}>
            Change
          </Button>
        )}
      </div>
    </li>
  )
}

const said = { right: 'right', wrong: 'wrong', unsure: 'hard to say' }

/** What the model thought, for comparison: it was not shown before, and counts for nothing. */
function Opinion({ opinion, verdict }: { opinion: HitOpinion; verdict: boolean }) {
  const agrees = opinion.verdict === 'unsure' ? null : (opinion.verdict === 'right') === verdict
  return (
    <p className="mt-1 text-sm text-ink-3">
      The model thought: {said[opinion.verdict]}
      {agrees === false && <Badge tone="warn">Differs from yours</Badge>}
      {opinion.reason && <span className="[overflow-wrap:anywhere]">. {opinion.reason}</span>}
    </p>
  )
}

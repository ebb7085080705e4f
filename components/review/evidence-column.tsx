'use client'

import { MessagesSquare } from 'lucide-react'
import { memo, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Disclosure } from '@/components/ui/disclosure'
import { plural } from '@/components/ui/format'
import { TemplateText } from '@/components/ui/template-text'
import { RelativeTime } from '@/components/ui/time'
import { WordDiff } from '@/components/ui/word-diff'
import type { Proposal, ProposalSample } from '@/lib/proposals/schema'
import { ColumnSection } from './column-section'

const shownAtFirst = 5

/** What people asked, redacted, with what was recognised in it. */
export const EvidenceColumn = memo(function EvidenceColumn({ proposal }: { proposal: Proposal }) {
  const [all, setAll] = useState(false)
  const samples = all ? proposal.samples : proposal.samples.slice(0, shownAtFirst)
  const hidden = proposal.samples.length - samples.length
  return (
    <ColumnSection
      title="What people ask"
      icon={MessagesSquare}
      note={
        <>
          {plural(proposal.count, 'time')} · last <RelativeTime at={proposal.last_seen_at} />
        </>
      }
    >
      {samples.length === 0 && (
        <p className="text-base text-ink-3">
          No question stands behind this: it was written or imported by a person.
        </p>
      )}
      <ul className="flex flex-col gap-2">
        {samples.map((sample) => (
          <Sample key={sample.id} sample={sample} answer={proposal.answer} />
        ))}
      </ul>
      {hidden > 0 && (
        <Button size="sm" variant="quiet" className="self-start" onClick={() => setAll(true)}>
          Show {hidden} more
        </Button>
      )}
    </ColumnSection>
  )
})

function Sample({ sample, answer }: { sample: ProposalSample; answer: string }) {
  return (
    <li className="flex flex-col gap-1.5 rounded-md bg-sunken px-3 py-2.5">
      <SampleText sample={sample} />
      <p className="flex items-center gap-3 text-xs text-ink-3 tabular-nums">
        <span>{sample.count} ×</span>
        <RelativeTime at={sample.last_seen_at} />
      </p>
      {sample.answer !== '' && sample.answer !== answer && (
        <Disclosure summary="The model answered this one differently" className="[&_summary]:text-sm">
          <WordDiff before={answer} after={sample.answer} className="text-base leading-6" />
        </Disclosure>
      )}
    </li>
  )
}

/** Entities as the server found them; placeholders of redaction become chips. */
function SampleText({ sample }: { sample: ProposalSample }) {
  const spans = sample.entities
    .filter((entity) => entity.end > entity.start && entity.end <= sample.text.length)
    .sort((a, b) => a.start - b.start)
    .filter((entity, index, all) => index === 0 || entity.start >= all[index - 1]!.end)
  const pieces = spans.flatMap((entity, index) => {
    const from = index === 0 ? 0 : spans[index - 1]!.end
    return [
      { text: sample.text.slice(from, entity.start), type: null },
      { text: sample.text.slice(entity.start, entity.end), type: entity.type },
    ]
  })
  pieces.push({ text: sample.text.slice(spans.at(-1)?.end ?? 0), type: null })
  return (
    <p className="text-base leading-5.5 [overflow-wrap:anywhere]">
      {pieces.map((piece, index) =>
        piece.type === null || piece.text.startsWith('{{') ? (
          <TemplateText key={index} text={piece.text} />
        ) : (
          <mark key={index} title={piece.type} className="rounded-xs bg-slot-soft px-0.5 text-slot-text">
            {piece.text}
          </mark>
        ),
      )}
    </p>
  )
}

'use client'

import clsx from 'clsx'
import { SlotChip } from '@/components/ui/template-text'
import { Tooltip } from '@/components/ui/tooltip'
import type { Finding, FindingSeverity } from '@/lib/safety/schema'
import { annotate, type Piece } from './annotate'

const looks: Record<FindingSeverity, string> = {
  block: 'bg-bad-soft decoration-bad',
  high: 'bg-bad-soft/60 decoration-bad',
  warn: 'bg-warn-soft decoration-warn',
  info: 'decoration-ink-3',
}

type AnnotatedAnswerProps = { template: string; findings: readonly Finding[]; known: readonly string[] }

/** The answer as text: slots as chips, findings underlined where they stand. */
export function AnnotatedAnswer({ template, findings, known }: AnnotatedAnswerProps) {
  return (
    <p className="text-md leading-7 [overflow-wrap:anywhere] whitespace-pre-wrap">
      {annotate(template, findings).map((piece) => (
        <AnnotatedPiece key={piece.start} piece={piece} known={known} />
      ))}
    </p>
  )
}

function AnnotatedPiece({ piece, known }: { piece: Piece; known: readonly string[] }) {
  const body = piece.slot ? <SlotChip name={piece.slot} unknown={!known.includes(piece.slot)} /> : piece.text
  const worst = piece.findings[0]
  if (!worst) return body
  return (
    <Tooltip content={<FindingSummary findings={piece.findings} />}>
      <mark
        tabIndex={0}
        className={clsx(
          'rounded-xs box-decoration-clone px-0.5 text-inherit underline decoration-wavy decoration-1 underline-offset-4',
          looks[worst.severity],
        )}
      >
        {body}
        <span className="sr-only"> ({worst.message})</span>
      </mark>
    </Tooltip>
  )
}

function FindingSummary({ findings }: { findings: readonly Finding[] }) {
  return (
    <span className="flex flex-col gap-1">
      {findings.map((finding) => (
        <span key={finding.rule + finding.start}>
          <span className="font-mono text-xs text-ink-3">{finding.rule}</span> {finding.message}
        </span>
      ))}
    </span>
  )
}

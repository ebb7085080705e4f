'use client'

import clsx from 'clsx'
import { diffWordsWithSpace } from 'diff'
import { useMemo } from 'react'

type WordDiffProps = { before: string; after: string; className?: string; emptyText?: string }

/** What changed between two texts, word by word. Deletions and insertions are marked for screen readers too. */
export function WordDiff({ before, after, className, emptyText = 'No difference.' }: WordDiffProps) {
  const parts = useMemo(() => diffWordsWithSpace(before, after), [before, after])
  if (before === after) return <p className="text-base text-ink-3">{emptyText}</p>
  return (
    <p className={clsx('text-md leading-6.5 [overflow-wrap:anywhere] whitespace-pre-wrap', className)}>
      {parts.map((part, index) => {
        if (part.added) return <Mark key={index} as="ins" text={part.value} />
        if (part.removed) return <Mark key={index} as="del" text={part.value} />
        return <span key={index}>{part.value}</span>
      })}
    </p>
  )
}

function Mark({ as: Element, text }: { as: 'ins' | 'del'; text: string }) {
  return (
    <Element
      className={clsx(
        'rounded-xs box-decoration-clone px-px',
        Element === 'ins'
          ? 'bg-good-soft text-good-text no-underline'
          : 'bg-bad-soft text-bad-text line-through',
      )}
    >
      <span className="sr-only">{Element === 'ins' ? ' added: ' : ' removed: '}</span>
      {text}
    </Element>
  )
}

'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Kbd } from '@/components/ui/kbd'
import {
  defaultReviewKeys,
  keyConflict,
  reviewActions,
  reviewActionWords,
  setReviewKeys,
  useReviewKeys,
  type ReviewAction,
} from './review-keys'

/** The review keys, each changeable by pressing another one. Collisions are refused with the reason. */
export function ReviewKeyEditor() {
  const keys = useReviewKeys()
  const [editing, setEditing] = useState<ReviewAction | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const changed = reviewActions.some((action) => keys[action] !== defaultReviewKeys[action])

  function press(action: ReviewAction, event: React.KeyboardEvent) {
    if (editing !== action || event.key === 'Tab' || event.key === 'Enter') return
    event.preventDefault()
    event.stopPropagation()
    if (event.key === 'Escape') return setEditing(null)
    const conflict = keyConflict(keys, action, event.key)
    setProblem(conflict)
    if (conflict) return
    setReviewKeys({ ...keys, [action]: event.key })
    setEditing(null)
  }

  return (
    <section>
      <div className="mb-1.5 flex items-center justify-between">
        <h3 className="eyebrow">Reviewing</h3>
        {changed && (
          <Button size="sm" variant="quiet" onClick={() => setReviewKeys(defaultReviewKeys)}>
            Reset
          </Button>
        )}
      </div>
      <ul>
        {reviewActions.map((action) => (
          <li
            key={action}
            className="flex h-9 items-center justify-between gap-4 border-b border-line last:border-0"
          >
            <span className="text-base text-ink-2">{reviewActionWords[action]}</span>
            <button
              type="button"
              className="rounded-sm px-1 py-0.5 hover:bg-hover"
              aria-label={`${reviewActionWords[action]}: ${keys[action]}. Change key`}
              onClick={() => {
                setProblem(null)
                setEditing(editing === action ? null : action)
              }}
              onBlur={() => setEditing(null)}
              onKeyDown={(event) => press(action, event)}
            >
              {editing === action ? (
                <span className="text-sm text-accent-text">press a key</span>
              ) : (
                <Kbd>{keys[action]}</Kbd>
              )}
            </button>
          </li>
        ))}
      </ul>
      <p role="status" className="mt-2 min-h-5 text-sm text-bad-text">
        {problem}
      </p>
    </section>
  )
}

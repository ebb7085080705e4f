'use client'

import { ArrowDown, ArrowUp, Check, PencilLine, Undo2, X, type LucideIcon } from 'lucide-react'
import { useEffect, useMemo, useRef } from 'react'
import { usePageCommands, type PageCommand } from '@/components/shell/page-commands'
import {
  reviewActions,
  reviewActionWords,
  type ReviewAction,
  type ReviewKeys,
} from '@/components/shell/review-keys'

const icons: Record<ReviewAction, LucideIcon> = {
  next: ArrowDown,
  previous: ArrowUp,
  approve: Check,
  reject: X,
  edit: PencilLine,
  undo: Undo2,
}

/** The review actions in ⌘K. The list stays the same object while the actions behind it change. */
export function useReviewCommands(actions: Record<ReviewAction, () => void>, keys: ReviewKeys): void {
  const latest = useRef(actions)
  useEffect(() => {
    latest.current = actions
  })
  const commands = useMemo<PageCommand[]>(
    () =>
      reviewActions.map((action) => ({
        label: reviewActionWords[action],
        icon: icons[action],
        keys: keys[action],
        run: () => latest.current[action](),
      })),
    [keys],
  )
  usePageCommands(commands)
}

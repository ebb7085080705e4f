'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { useRouter } from 'next/navigation'
import { useCallback, useEffect, useRef } from 'react'
import { useKeys } from '@/components/shell/keys'
import { useReviewKeys } from '@/components/shell/review-keys'
import type { QueueLine } from './group-proposals'
import { groupHeight, QueueGroup, QueueRow, rowHeight } from './queue-row'
import { useGoalHours } from './use-goal-hours'

type QueueListProps = {
  lines: QueueLine[]
  selected: ReadonlySet<string>
  selectable: boolean
  onSelect: (ids: string[], selected: boolean) => void
  onToggleGroup: (key: string) => void
  onEnd: () => void
}

/** Where the list stood when a proposal was opened, so that coming back lands there. */
const left = { offset: 0, id: null as string | null }

export function QueueList({ lines, selected, selectable, onSelect, onToggleGroup, onEnd }: QueueListProps) {
  const router = useRouter()
  const scroller = useRef<HTMLDivElement>(null)
  const active = useRef(left.id)
  const keys = useReviewKeys()
  const goalHours = useGoalHours()

  // eslint-disable-next-line react-hooks/incompatible-library -- the virtualizer's functions are not passed on
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (lines[index]?.kind === 'group' ? groupHeight : rowHeight),
    getItemKey: (index) => lineKey(lines[index]!),
    initialOffset: left.offset,
    overscan: 12,
    onChange: (instance) => {
      left.offset = instance.scrollOffset ?? 0
    },
  })
  const visible = virtual.getVirtualItems()
  const last = visible.at(-1)?.index ?? 0
  useEffect(() => {
    if (lines.length > 0 && last >= lines.length - 20) onEnd()
  }, [last, lines.length, onEnd])

  const remember = useCallback((id: string) => {
    active.current = id
    left.id = id
  }, [])
  const selectOne = useCallback((id: string, on: boolean) => onSelect([id], on), [onSelect])

  function move(step: 1 | -1) {
    const at = lines.findIndex((line) => line.kind === 'item' && line.proposal.id === active.current)
    let next = at === -1 ? (step === 1 ? 0 : lines.length - 1) : at + step
    while (lines[next]?.kind === 'group') next += step
    const line = lines[next]
    if (line?.kind !== 'item') return
    remember(line.proposal.id)
    virtual.scrollToIndex(next)
    focusRow(line.proposal.id)
  }

  useKeys((key) => {
    if (key === keys.next || key === 'ArrowDown') move(1)
    else if (key === keys.previous || key === 'ArrowUp') move(-1)
    else if (key === 'x' && active.current && selectable)
      onSelect([active.current], !selected.has(active.current))
    else if (key === 'Enter' && active.current && document.activeElement === document.body) {
      router.push(`/queue/${active.current}`)
    } else return false
    return true
  })

  return (
    <div ref={scroller} className="scroll-quiet min-h-0 flex-1" data-queue-scroller tabIndex={-1}>
      <ul aria-label="Proposals" className="relative" style={{ height: virtual.getTotalSize() }}>
        {visible.map((item) => {
          const line = lines[item.index]!
          return (
            <li
              key={item.key}
              aria-setsize={lines.length}
              aria-posinset={item.index + 1}
              className="absolute inset-x-0 top-0"
              style={{ height: item.size, transform: `translateY(${item.start}px)` }}
            >
              {line.kind === 'group' ? (
                <QueueGroup
                  group={line}
                  selectable={selectable}
                  selected={shareSelected(line.ids, selected)}
                  onSelect={onSelect}
                  onToggle={onToggleGroup}
                />
              ) : (
                <QueueRow
                  proposal={line.proposal}
                  nested={line.nested}
                  goalHours={goalHours}
                  selectable={selectable}
                  selected={selected.has(line.proposal.id)}
                  onSelect={selectOne}
                  onFocus={remember}
                />
              )}
            </li>
          )
        })}
      </ul>
    </div>
  )
}

function lineKey(line: QueueLine): string {
  return line.kind === 'group' ? `group ${line.key}` : line.proposal.id
}

function shareSelected(ids: string[], selected: ReadonlySet<string>): boolean | 'indeterminate' {
  const count = ids.filter((id) => selected.has(id)).length
  if (count === 0) return false
  return count === ids.length ? true : 'indeterminate'
}

/** A row that was just scrolled to is there one frame later. */
function focusRow(id: string) {
  requestAnimationFrame(() => {
    document.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`)?.focus({ preventScroll: true })
  })
}

'use client'

import clsx from 'clsx'
import { Circle, CircleAlert, CircleCheck, ListChecks } from 'lucide-react'
import { SkeletonText } from '@/components/ui/skeleton'
import type { Checklist as ChecklistShape, CheckItem } from '@/lib/proposals/schema'
import { ColumnSection } from './column-section'

/** What is still needed, and why you may or may not decide, in words. */
export function Checklist({ checklist }: { checklist: ChecklistShape | undefined }) {
  return (
    <ColumnSection title="Before it goes live" icon={ListChecks}>
      {checklist ? (
        <ul className="flex flex-col gap-2">
          {checklist.items.map((item) => (
            <Line key={item.text} item={item} />
          ))}
        </ul>
      ) : (
        <SkeletonText lines={2} />
      )}
    </ColumnSection>
  )
}

function Line({ item }: { item: CheckItem }) {
  const stops = !item.ok && item.blocks !== 'none'
  const Icon = item.ok ? CircleCheck : stops ? CircleAlert : Circle
  return (
    <li className="flex items-start gap-2 text-base">
      <Icon
        aria-hidden
        className={clsx(
          'mt-0.5 size-4 shrink-0',
          item.ok ? 'text-good-text' : stops ? 'text-bad-text' : 'text-ink-3',
        )}
      />
      <span className={clsx(item.ok && 'text-ink-2')}>
        <span className="sr-only">{item.ok ? 'Done: ' : stops ? 'Stops you: ' : 'Open: '}</span>
        {item.text}
      </span>
    </li>
  )
}

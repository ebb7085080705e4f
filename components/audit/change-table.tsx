import clsx from 'clsx'
import { useMemo, useState } from 'react'
import { Button } from '@/components/ui/button'
import { plural } from '@/components/ui/format'
import { WordDiff } from '@/components/ui/word-diff'
import { changeRows, valueText, type ChangeRow } from './change-rows'

/** Before and after, member by member. What stayed the same is folded away. */
export function ChangeTable({ before, after }: { before: unknown; after: unknown }) {
  const rows = useMemo(() => changeRows(before, after), [before, after])
  const [all, setAll] = useState(false)
  const changed = rows.filter((row) => !row.same)
  const shown = all || changed.length === 0 ? rows : changed
  if (rows.length === 0) return <p className="text-base text-ink-3">This event records no state.</p>
  return (
    <div className="flex flex-col gap-2">
      <dl className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
        {shown.map((row) => (
          <div key={row.path} className="px-3 py-2">
            <dt className="mb-1 font-mono text-xs break-all text-ink-3">{row.path}</dt>
            <dd className="text-base">
              <Values row={row} />
            </dd>
          </div>
        ))}
      </dl>
      {changed.length > 0 && changed.length < rows.length && (
        <Button size="sm" variant="quiet" className="self-start" onClick={() => setAll(!all)}>
          {all ? 'Only what changed' : `Show ${plural(rows.length - changed.length, 'unchanged value')}`}
        </Button>
      )}
    </div>
  )
}

const longText = 60

function Values({ row: { before, after, same } }: { row: ChangeRow }) {
  if (same) return <Value text={valueText(after)} className="text-ink-2" />
  const texts = typeof before === 'string' && typeof after === 'string'
  if (texts && Math.max(before.length, after.length) > longText) {
    return <WordDiff before={before} after={after} className="!text-base" />
  }
  return (
    <div className="flex flex-col gap-1">
      {before !== undefined && (
        <Value mark="before" text={valueText(before)} className="bg-bad-soft text-bad-text" />
      )}
      {after !== undefined && (
        <Value mark="after" text={valueText(after)} className="bg-good-soft text-good-text" />
      )}
    </div>
  )
}

function Value({ text, mark, className }: { text: string; mark?: 'before' | 'after'; className: string }) {
  return (
    <span
      className={clsx(
        'flex gap-2 rounded-sm font-mono text-sm [overflow-wrap:anywhere] whitespace-pre-wrap',
        mark && 'px-2 py-1',
        className,
      )}
    >
      {mark && (
        <span aria-hidden className="select-none">
          {mark === 'before' ? '−' : '+'}
        </span>
      )}
      {mark && <span className="sr-only">{mark}: </span>}
      <span className="min-w-0">{text === '' ? '“”' : text}</span>
    </span>
  )
}

import type { ReactNode } from 'react'

export type BarItem = { id: string; label: ReactNode; value: number; text: string; note?: ReactNode }

/** Few categories by size: a bar under each name, the number beside it. */
export function BarList({
  items,
  color = 'accent',
}: {
  items: readonly BarItem[]
  color?: 'accent' | 'warn' | 'bad'
}) {
  const most = Math.max(1, ...items.map((item) => item.value))
  const fill = { accent: 'bg-accent', warn: 'bg-warn', bad: 'bg-bad' }[color]
  return (
    <ul className="flex flex-col gap-3 px-4 pb-4">
      {items.map((item) => (
        <li key={item.id}>
          <div className="flex items-baseline gap-3">
            <span className="min-w-0 flex-1 truncate text-base">{item.label}</span>
            {item.note && <span className="shrink-0 text-sm text-ink-3">{item.note}</span>}
            <span className="shrink-0 text-base font-medium tabular-nums">{item.text}</span>
          </div>
          <span aria-hidden className="mt-1 block h-1.5 overflow-hidden rounded-full bg-press">
            <span
              className={`block h-full rounded-full ${fill}`}
              style={{ width: `${(item.value / most) * 100}%` }}
            />
          </span>
        </li>
      ))}
    </ul>
  )
}

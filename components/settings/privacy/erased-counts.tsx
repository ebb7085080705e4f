import type { ErasedCounts } from '@/lib/workspaces/privacy-schema'

const rows: readonly { name: keyof ErasedCounts; label: string }[] = [
  { name: 'misses', label: 'Questions nobody had an answer for' },
  { name: 'samples', label: 'Sample questions of proposals' },
  { name: 'memos', label: 'Remembered decisions' },
  { name: 'judgements', label: 'Judgements of hits' },
  { name: 'reports', label: 'Reports of wrong answers, blanked' },
  { name: 'proposals', label: 'Model answers of closed proposals, blanked' },
  { name: 'audit_values', label: 'Personal values of the audit log' },
]

export function totalErased(counts: ErasedCounts): number {
  return rows.reduce((sum, { name }) => sum + counts[name], 0)
}

export function ErasedList({ counts }: { counts: ErasedCounts }) {
  return (
    <dl className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-6 text-base">
      {rows.map(({ name, label }) => (
        <div
          key={name}
          className="col-span-2 grid grid-cols-subgrid border-b border-line py-1.5 last:border-0"
        >
          <dt className="text-ink-2">{label}</dt>
          <dd className={counts[name] > 0 ? 'font-medium tabular-nums' : 'text-ink-3 tabular-nums'}>
            {counts[name].toLocaleString('en')}
          </dd>
        </div>
      ))}
    </dl>
  )
}

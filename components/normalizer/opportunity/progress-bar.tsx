/** How far something is; without a share it only says that it goes on. */
export function ProgressBar({ label, share }: { label: string; share: number | null }) {
  const now = share === null ? undefined : Math.round(share * 100)
  return (
    <div className="flex flex-col gap-2">
      <p className="flex items-baseline justify-between gap-4 text-base">
        <span>{label}</span>
        {now !== undefined && <span className="text-ink-3 tabular-nums">{now} %</span>}
      </p>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuenow={now}
        aria-valuemin={0}
        aria-valuemax={100}
        className="h-1.5 overflow-hidden rounded-full bg-press"
      >
        <div
          className={`h-full rounded-full bg-accent transition-[width] duration-200 ${now === undefined ? 'animate-shimmer' : ''}`}
          style={{ width: `${now ?? 100}%` }}
        />
      </div>
    </div>
  )
}

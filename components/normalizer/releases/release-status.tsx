import { Badge, type Tone } from '@/components/ui/badge'
import type { ReleaseStatus, TrainingProgress } from '@/lib/normalization/releases/schema'

const tones: Record<ReleaseStatus, Tone> = {
  training: 'accent',
  failed: 'bad',
  draft: 'warn',
  live: 'good',
  retired: 'neutral',
}
const words: Record<ReleaseStatus, string> = {
  training: 'Training',
  failed: 'Failed',
  draft: 'Draft',
  live: 'Live',
  retired: 'Retired',
}

export function ReleaseStatusBadge({ status }: { status: ReleaseStatus }) {
  return (
    <Badge tone={tones[status]} dot>
      {words[status]}
    </Badge>
  )
}

export function TrainingBar({ progress }: { progress: TrainingProgress | null }) {
  const known = progress !== null && progress.total > 0
  return (
    <label className="flex min-w-40 flex-col gap-1 text-sm text-ink-3">
      <progress
        className="h-1.5 w-full accent-accent"
        {...(known ? { value: progress.done, max: progress.total } : {})}
      />
      {progress?.label ?? 'Starting'}
    </label>
  )
}

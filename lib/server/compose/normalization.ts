import { childProcessLab } from '@/lib/adapters/lab/child-process-lab'
import { normalizationUnit } from '@/lib/adapters/postgres/normalization-unit'
import type { ReleaseDeps } from '@/lib/normalization/releases/draft-release'
import type { Base } from '../base'

export type Normalization = ReleaseDeps & { close(): void }

export type NormalizationOptions = {
  /** Called after a commit that announced a change. */
  nudge?: () => void
  /** Where the sources are; training starts a process from them. */
  root?: string
}

export function composeNormalization(
  base: Pick<Base, 'db' | 'clock' | 'log'>,
  options: NormalizationOptions = {},
): Normalization {
  const lab = childProcessLab({ root: options.root ?? process.cwd() })
  return {
    unit: normalizationUnit(base.db, () => base.clock.now()),
    clock: base.clock,
    nudge: options.nudge ?? (() => {}),
    lab,
    onError: (err) => base.log.error({ err }, 'a release could not be trained'),
    close: () => lab.close(),
  }
}

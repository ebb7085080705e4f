import type { NormalizationDeps } from '../ports'
import type { ReleaseLab } from './ports'

export type ReleaseDeps = NormalizationDeps & {
  lab: ReleaseLab
  /** A training that failed for a reason nobody foresaw. */
  onError: (error: unknown) => void
}

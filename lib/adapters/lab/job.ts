import type { Release, ReleaseInput } from '@/lib/normalization/schema'
import type { ReplayResult } from '@/lib/normalization/releases/ports'
import type { TrafficRow } from '@/lib/normalization/releases/traffic'
import type { LogJob } from '@/lib/normalization/opportunity/ports'
import type { OpportunityReport } from '@/lib/normalization/opportunity/schema'
import type { ErrorCode, FieldIssue } from '@/lib/kernel/errors'

/** What the lab's process is asked, and what it says: plain JSON over its channel. */
export type LabJob =
  | { kind: 'train'; input: ReleaseInput }
  | { kind: 'replay'; before: Release | null; after: Release; traffic: TrafficRow[] }
  | { kind: 'analyze'; log: LogJob }

export type LabWord =
  | { kind: 'ready' }
  | { kind: 'progress'; done: number; total: number; label: string }
  | { kind: 'trained'; release: Release }
  | { kind: 'replayed'; result: ReplayResult }
  | { kind: 'analyzed'; report: OpportunityReport }
  | { kind: 'failed'; code: ErrorCode | null; message: string; fields?: FieldIssue[] }

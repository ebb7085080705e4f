import type { AuditTrail } from '@/lib/audit/trail'
import type { NormalizationDeps } from '../ports'
import type { AnalysisDetail, Analysis, MadeIntent, OpportunityReport } from './schema'

/** Analyses of one workspace. */
export type AnalysisStore = {
  /** Newest first, without their reports. */
  list(): Promise<Analysis[]>
  get(id: string): Promise<AnalysisDetail | null>
  /** Throws `conflict` while another one runs. */
  start(analysis: { id: string; file_name: string; created_by: string }, now: Date): Promise<void>
  setProgress(id: string, progress: { done: number; total: number } | null, now: Date): Promise<void>
  setDone(id: string, report: OpportunityReport, now: Date): Promise<void>
  setFailed(id: string, error: string, now: Date): Promise<void>
  /** Those that gave no sign of life since `before`: their process is gone. */
  failAbandoned(before: Date, now: Date): Promise<void>
  addMade(id: string, made: MadeIntent[]): Promise<void>
  remove(id: string): Promise<boolean>
  keepNewest(count: number): Promise<void>
}

export type AnalysisUnit = {
  read(workspaceId: string): AnalysisStore
  transact<T>(
    workspaceId: string,
    work: (tx: { analyses: AnalysisStore; audit: AuditTrail }) => Promise<T>,
  ): Promise<T>
}

export type LogJob = { text: string; name: string; model: string; at: string }

/** Reads a log in a process of its own; throws `invalid_input` for what cannot be read. */
export type LogLab = {
  analyze(job: LogJob, onProgress: (done: number, total: number) => void): Promise<OpportunityReport>
}

export type OpportunityDeps = NormalizationDeps & {
  analyses: AnalysisUnit
  logLab: LogLab
  onError: (error: unknown) => void
}

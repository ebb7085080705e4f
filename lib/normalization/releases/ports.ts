import type { OnProgress } from '../train-release'
import type { Release, ReleaseInput } from '../schema'
import type {
  ReleaseDetail,
  ReleasePage,
  ReleasePreview,
  ReleaseQuery,
  ReleaseView,
  TrainingProgress,
} from './schema'
import type { TrafficRow } from './traffic'

type NewRelease = { notes: string; created_by: string }

/** Releases of one workspace. */
export type ReleaseStore = {
  list(query: ReleaseQuery): Promise<ReleasePage>
  get(id: string): Promise<ReleaseDetail | null>
  live(): Promise<ReleaseDetail | null>
  /** The content, checked against its hash; null while training and after a failure. */
  artefact(id: string): Promise<Release | null>
  /** Queues up changes of what is live until the transaction ends. */
  lockAll(): Promise<void>
  /** Adds a release in training. Throws `conflict` when one is being trained already. */
  start(release: NewRelease, now: Date): Promise<ReleaseView>
  /** A sign of life; false when the release is not being trained any more. */
  setProgress(id: string, progress: TrainingProgress, now: Date): Promise<boolean>
  /** Ends training; false when somebody else has ended it. */
  setTrained(id: string, release: Release): Promise<boolean>
  setFailed(id: string, error: string): Promise<boolean>
  setPreview(id: string, preview: ReleasePreview): Promise<void>
  /** Fails trainings without a sign of life since `before`: their process is gone. */
  failAbandoned(before: Date): Promise<number>
  /**
   * Makes a trained release the live one and retires the one before it. With `goingBack` the
   * release keeps its own way back, so that one can go back more than once.
   */
  setLive(id: string, by: string, now: Date, goingBack: boolean): Promise<void>
}

/** Where long work runs: another process, so that serving never waits for it. */
export type ReleaseLab = {
  train(input: ReleaseInput, onProgress: OnProgress): Promise<Release>
  /** Runs the traffic through both; `before` null when nothing is live. */
  replay(releases: { before: Release | null; after: Release }, traffic: TrafficRow[]): Promise<ReplayResult>
}

export type ReplayResult = Omit<ReleasePreview, 'created_at'>

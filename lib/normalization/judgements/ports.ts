import type {
  HitOpinion,
  Judgement,
  JudgementPage,
  JudgementQuery,
  JudgementSource,
  NewSample,
} from './schema'

export type Tally = { key: string; judged: number; wrong: number; waiting: number }

/** Sampled hits of one workspace, waiting for judgement or judged. */
export type JudgementStore = {
  /** Waiting ones that a model suspects come first; otherwise newest first. */
  list(query: JudgementQuery): Promise<JudgementPage>
  get(id: string): Promise<Judgement | null>
  /** Adds samples; one with the text of a row that is there is counted into it. */
  addSamples(samples: (NewSample & { count: number })[], now: Date): Promise<void>
  /** Waiting ones that no model was asked about, newest first. */
  withoutOpinion(limit: number): Promise<Pick<Judgement, 'id' | 'masked_text' | 'answer'>[]>
  /** False when it was judged, or another opinion came, meanwhile. */
  setOpinion(id: string, opinion: HitOpinion, now: Date): Promise<boolean>
  /** False when it was judged by somebody else meanwhile. */
  judge(id: string, verdict: { correct: boolean; note: string; by: string }, now: Date): Promise<boolean>
  /** Counts by intent of what was sampled since; weighted by how many hits a row stands for. */
  tallies(since: Date, source?: JudgementSource): Promise<Tally[]>
  /** Counts of one version of one entry. */
  tallyOf(entryId: string, version: number): Promise<Tally>
}

import type { ClassifierModel } from '../schema'
export type Verdict = {
  key: string | null
  accepted: boolean
  confidence: number
  detail: string
  data: Record<string, string | number>
}
export class Classifier {
  constructor(readonly model: ClassifierModel) {}
  classify(_tokens: readonly string[]): Verdict {
    return { key: null, accepted: false, confidence: 0, detail: 'not trained', data: {} }
  }
}

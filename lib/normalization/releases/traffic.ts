/** How far back a preview and the background of a training look. */
export const trafficDays = 30

/** A recent query to replay. */
export type TrafficRow = {
  /** Masked and redacted; placeholders stand where literals were. */
  text: string
  count: number
  /** The intent people said it is; absent when nobody has. */
  truth?: string
  /** Intents it was served as, and judged to be wrong for. */
  wrong_for?: string[]
}

import { invalidInput } from '@/lib/kernel/errors'
import { analyzeLog } from '@/lib/usage/analyze-log'
import { parseQuestions } from '@/lib/usage/parse-questions'
import { priceOfLog, usdPer1kHits } from '@/lib/usage/price-log'
import { logReader } from './log-reader'
import type { LogJob } from './ports'
import { maxLogRows, reportSize, type OpportunityReport } from './schema'

/** The part of an approved intent's questions that is recognised, as `npm run l0 -- analyze` takes it. */
const servedShare = 0.5
/** How many intents the headline stands for: what a team approves in its first days. */
const headlineIntents = 20
const progressEvery = 1_000

/** The work itself: takes about as long as the log is, so it runs off the request's path. */
export function reportLog(
  { text, name, model, at }: LogJob,
  onProgress: (done: number, total: number) => void,
): OpportunityReport {
  const rows = parseQuestions(text, name)
  if (rows.length === 0) throw invalidInput('file', `${name} holds no questions.`)
  if (rows.length > maxLogRows)
    throw invalidInput('file', `${name} holds ${rows.length} questions; at most ${maxLogRows} are read.`)
  let read = 0
  const reader = logReader(() => {
    read++
    if (read % progressEvery === 0) onProgress(Math.min(read, rows.length), rows.length)
  })
  const price = priceOfLog(rows, model, new Date(at))
  const analysis = analyzeLog(rows, reader, {
    ...reportSize,
    served_share: servedShare,
    usd_per_1k_requests: price.usd_per_1k_requests,
    usd_per_1k_hits: usdPer1kHits,
    monthly_requests: rows.length,
  })
  const shown = Math.min(headlineIntents, analysis.candidates)
  const expected = analysis.curve.find(({ intents }) => intents === shown) ?? analysis.expected
  return { ...analysis, expected, price }
}
